using BenchmarkDotNet.Attributes;
using Kws.Benchmarks.Contenders;
using Kws.Fast.Kernels;
using Kws.Model;
using Kws.Reference;

namespace Kws.Benchmarks;

/// <summary>Every stage of every kernel alone, one fingerprint, everything in the first-level cache.</summary>
[MemoryDiagnoser]
public class StageBenchmarks
{
    private KernelStages _stages = null!;

    public static IEnumerable<string> Kernels => ContenderList.Kernels;

    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        sbyte[] fingerprint = Inputs.Random(1);
        _stages = KernelRegistry.Find(Kernel).Create(KwsModel.Default).Stages();
        fingerprint.CopyTo(_stages.Fingerprint);
        _stages.InputTransform();
        _stages.Convolution();
        _stages.DepthwisePool();
        _stages.Pointwise();
        _stages.FullyConnected();
        if (!_stages.Logits.SequenceEqual(new ReferenceClassifier(KwsModel.Default).Infer(fingerprint)))
        {
            throw new InvalidOperationException($"the stages of {Kernel} do not give the reference's logits");
        }
    }

    [Benchmark]
    public bool InputTransform() => _stages.InputTransform();

    [Benchmark]
    public void Convolution() => _stages.Convolution();

    [Benchmark]
    public void DepthwisePool() => _stages.DepthwisePool();

    [Benchmark]
    public void Pointwise() => _stages.Pointwise();

    [Benchmark]
    public void FullyConnected() => _stages.FullyConnected();
}
