using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Kws.Model.Tests.Support;

/// <summary>Random topologies, models and cases, with dimensions so small that a counterexample can be read.</summary>
public static class Generators
{
    public static Arbitrary<Network> Topologies() => Arb.From(Topology);

    public static Arbitrary<KwsModel> Models() => Arb.From(
        from network in Topology
        from tensors in Sequence(network.Tensors.Select(Tensor))
        select new KwsModel(network, tensors));

    /// <summary>One to three cases with names of their own, each with some of its layers.</summary>
    public static Arbitrary<RecordedCase[]> Cases() => Arb.From(
        from count in Gen.Choose(1, 3)
        from cases in Sequence(Enumerable.Range(0, count).Select(Case))
        select cases.ToArray());

    private static Gen<ConvolutionSpec> Spec { get; } =
        from channels in Gen.Choose(1, 3)
        from kernelTime in Gen.Choose(1, 3)
        from kernelFrequency in Gen.Choose(1, 3)
        from strideTime in Gen.Choose(1, 3)
        from strideFrequency in Gen.Choose(1, 3)
        select new ConvolutionSpec(channels, kernelTime, kernelFrequency, strideTime, strideFrequency);

    private static Gen<Network> OtherTopology { get; } =
        from hidden in Gen.Choose(1, 3)
        from inputBits in Gen.Choose(6, 8)
        from frames in Gen.Choose(1, 3)
        select Dnn.Create([hidden], new FamilyOptions { Frames = frames, Coefficients = 2, LabelCount = 2, InputBits = inputBits });

    private static Gen<Network> Topology { get; } =
        from convolution in Spec
        from blockCount in Gen.Choose(1, 3)
        from blocks in Spec.ArrayOf(blockCount)
        from labels in Gen.Choose(1, 3)
        from frames in Gen.Choose(3, 6)
        from coefficients in Gen.Choose(3, 6)
        select DsCnn.Create(convolution, blocks, labels, frames, coefficients);

    private static Gen<int> Weight { get; } = Gen.Choose(SixBit.Min, SixBit.Max);

    private static Gen<int> Integer { get; } =
        Gen.OneOf(Gen.Choose(-1000, 1000), Gen.Elements(int.MinValue, int.MaxValue, 0));

    private static Gen<ImmutableArray<int>> Tensor(TensorSpec spec) =>
        from values in (spec.MinValue == SixBit.Min ? Weight : Integer).ArrayOf(spec.Count)
        select values.ToImmutableArray();

    private static Gen<RecordedCase> Case(int index) =>
        from network in Gen.OneOf(Topology, OtherTopology)
        let all = RecordedCase.LayersOf(network)
        from chosen in Gen.Choose(0, 1).ArrayOf(all.Length)
        from always in Gen.Choose(0, all.Length - 1)
        from layers in Sequence(all.Where((_, i) => chosen[i] == 1 || i == always).Select(layer => Layer(layer.Name, layer.Shape)))
        select new RecordedCase($"case {index}, {network}", network, new InferenceTrace(layers));

    private static Gen<LayerValues> Layer(string name, TensorShape shape) =>
        from values in (name == InferenceTrace.InputName ? Weight : Integer).ArrayOf(shape.Count)
        select new LayerValues(name, shape, [.. values]);

    private static Gen<ImmutableArray<T>> Sequence<T>(IEnumerable<Gen<T>> generators) =>
        generators.Aggregate(
            Gen.Constant(ImmutableArray<T>.Empty),
            (sequence, next) => from list in sequence from item in next select list.Add(item));
}
