using BenchmarkDotNet.Attributes;
using Kws.Benchmarks.Contenders;
using Kws.Model;

namespace Kws.Benchmarks;

/// <summary>
/// The whole network at every size of batch, on one thread; ONNX Runtime on two as well, since its best batch differs then. One operation
/// goes through the same 1,024 fingerprints, whatever the batch; times are per fingerprint.
/// </summary>
[MemoryDiagnoser]
public class NetworkBenchmarks
{
    internal const int Count = 1024;

    private IContender _contender = null!;

    // The reference takes no batch: a few sizes are enough to show it.
    public static IEnumerable<NetworkCase> Cases =>
    [
        .. ReferenceBatches.Select(batch => new NetworkCase(ContenderList.Reference, batch, 1)),
        .. ContenderList.Batched.SelectMany(name => Batches.Select(batch => new NetworkCase(name, batch, 1))),
        .. Batches.Select(batch => new NetworkCase(ContenderList.OnnxRuntime, batch, 2)),
    ];

    private static int[] ReferenceBatches { get; } = [1, 32, Count];

    private static int[] Batches { get; } = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, Count];

    [ParamsSource(nameof(Cases))]
    public NetworkCase Case { get; set; } = null!;

    [GlobalSetup]
    public void Setup() =>
        _contender = ContenderList.Create(Case.Contender, new Workload(KwsModel.Default, Inputs.Random(Count), Case.Batch, Case.Threads));

    [GlobalCleanup]
    public void Cleanup() => _contender.Dispose();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Infer() => _contender.InferAll();
}
