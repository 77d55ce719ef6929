using Kws.Fast;

namespace Kws.Benchmarks.Contenders;

/// <summary>A kernel, through the class that users call.</summary>
internal sealed class KernelContender(string kernel, Workload workload) : IContender
{
    private readonly KwsClassifier _classifier = new(workload.Model, new KwsClassifierOptions { Kernel = kernel });
    private readonly int[] _logits = new int[workload.Count * workload.Labels];

    public void InferAll()
    {
        for (int first = 0; first < workload.Count; first += workload.Batch)
        {
            var fingerprints = workload.Fingerprints.AsMemory(first * workload.Length, workload.Batch * workload.Length);
            var logits = _logits.AsMemory(first * workload.Labels, workload.Batch * workload.Labels);
            if (workload.Threads == 1)
            {
                _classifier.Infer(fingerprints.Span, logits.Span);
            }
            else
            {
                _classifier.InferParallel(fingerprints, logits, workload.Threads);
            }
        }
    }

    public int[] Logits() => [.. _logits];

    public void Dispose()
    {
    }
}
