using BenchmarkDotNet.Attributes;
using Kws.Benchmarks.Contenders;
using Kws.Model;

namespace Kws.Benchmarks;

/// <summary>Every kernel on one thread and on two, in one batch that is large enough to be worth sharing.</summary>
[MemoryDiagnoser]
public class ThreadBenchmarks
{
    internal const int Count = 16 * 1024;

    private IContender _contender = null!;

    public static IEnumerable<NetworkCase> Cases =>
        ContenderList.Kernels.SelectMany(kernel => Enumerable.Range(1, 2).Select(threads => new NetworkCase(kernel, Count, threads)));

    [ParamsSource(nameof(Cases))]
    public NetworkCase Case { get; set; } = null!;

    [GlobalSetup]
    public void Setup() =>
        _contender = ContenderList.Create(Case.Contender, new Workload(KwsModel.Default, Inputs.Random(Count), Case.Batch, Case.Threads));

    [Benchmark(OperationsPerInvoke = Count)]
    public void Infer() => _contender.InferAll();
}
