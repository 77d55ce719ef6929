using Kws.Reference;

namespace Kws.Benchmarks.Contenders;

/// <summary>The reference: one fingerprint after the other, on one thread.</summary>
internal sealed class ReferenceContender(Workload workload) : IContender
{
    private readonly ReferenceClassifier _classifier = new(workload.Model);
    private readonly int[] _logits = new int[workload.Count * workload.Labels];

    public void InferAll()
    {
        for (int i = 0; i < workload.Count; i++)
        {
            _classifier.Infer(workload.Fingerprints.AsSpan(i * workload.Length, workload.Length)).CopyTo(_logits, i * workload.Labels);
        }
    }

    public int[] Logits() => [.. _logits];

    public void Dispose()
    {
    }
}
