using System.Collections.Immutable;
using Kws.Benchmarks.Contenders;
using Kws.Benchmarks.Peers.Native;
using Kws.Model;

namespace Kws.Benchmarks.Tests;

/// <summary>The contenders that are timed compute the reference's integers: kernels, ONNX Runtime and C.</summary>
public class ContenderTests
{
    private static readonly sbyte[] Recorded =
        FingerprintFile.ReadBatch(Path.Combine(Repository.Root, "samples", "recorded.txt"), DsCnn.Default);

    // C by its name, so that a machine without gcc shows it as skipped.
    public static TheoryData<string, int> Contenders =>
    [
        .. ContenderList.Kernels.Append(ContenderList.OnnxRuntime).Select(name => (name, 2)),
        .. ContenderList.Kernels.Append(ContenderList.OnnxRuntime).Append(ContenderList.C).Prepend(ContenderList.Reference)
        .Select(name => (name, 1)),
    ];

    [Theory]
    [MemberData(nameof(Contenders))]
    public void Recorded_fingerprints(string contender, int threads)
    {
        AssertEqualsReference(contender, new Workload(KwsModel.Default, Recorded, 1, threads));
        AssertEqualsReference(contender, new Workload(KwsModel.Default, Recorded, 500, threads));
    }

    [Theory]
    [MemberData(nameof(Contenders))]
    public void Random_fingerprints_with_the_default_and_with_random_weights(string contender, int threads)
    {
        AssertEqualsReference(contender, new Workload(KwsModel.Default, Inputs.Random(1024), 64, threads));
        AssertEqualsReference(contender, new Workload(RandomModel(), Inputs.Random(1024), 64, threads));
    }

    [Fact]
    public void A_contender_that_computes_something_else_is_refused()
    {
        var workload = new Workload(KwsModel.Default, Inputs.Random(8), 8, 1);
        using var other = new ReferenceContender(workload with { Model = RandomModel() });
        var refused = Assert.Throws<InvalidOperationException>(() => ContenderList.Check(other, workload));
        Assert.StartsWith("ReferenceContender: logit 0 of fingerprint 0 is ", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertEqualsReference(string contender, Workload workload)
    {
        Assert.SkipWhen(contender == ContenderList.C && Gcc.Version is null, "there is no gcc");
        ContenderList.Create(contender, workload).Dispose();
    }

    private static KwsModel RandomModel()
    {
        var random = new Random(2);
        return new KwsModel(DsCnn.Default, DsCnn.Default.Tensors.Select(spec =>
            Enumerable.Range(0, spec.Count).Select(_ => random.Next(SixBit.Min, SixBit.Max + 1)).ToImmutableArray()));
    }
}
