using BenchmarkDotNet.Attributes;
using Kws.Fast;
using Kws.Model;
using Kws.Reference;

namespace Kws.Benchmarks;

/// <summary>
/// The reference against every kernel that this processor has, one thread, 1,024 random fingerprints. Times are per inference; the
/// ratio of a kernel is taken within its own pair of runs, so that a noisy machine disturbs both.
/// </summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private const int Batch = 1024;

    private readonly ReferenceClassifier _reference = new(DsCnnModel.Default);
    private readonly sbyte[] _fingerprints = new sbyte[Batch * DsCnnTopology.Default.Input.Count];
    private readonly int[] _logits = new int[Batch * DsCnnTopology.Default.LabelCount];
    private KwsClassifier _classifier = null!;

    public static IEnumerable<string> Kernels => KwsClassifier.Kernels.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name);

    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _classifier = new KwsClassifier(DsCnnModel.Default, new KwsClassifierOptions { Kernel = Kernel });
        var random = new Random(1);
        foreach (ref sbyte value in _fingerprints.AsSpan())
        {
            value = (sbyte)random.Next(DsCnnModel.MinWeight, DsCnnModel.MaxWeight + 1);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public int Reference()
    {
        int length = DsCnnTopology.Default.Input.Count;
        int sum = 0;
        for (int i = 0; i < Batch; i++)
        {
            sum += _reference.Infer(_fingerprints.AsSpan(i * length, length))[0];
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public void Fast() => _classifier.Infer(_fingerprints, _logits);
}
