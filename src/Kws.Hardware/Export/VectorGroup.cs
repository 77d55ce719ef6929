using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export;

/// <summary>Tensors that belong together: the weights, or all layers of one case.</summary>
internal sealed record VectorGroup(string Name, ImmutableArray<VectorTensor> Tensors)
{
    public const string WeightsName = "weights";

    public static VectorGroup Weights(KwsModel model) => new(
        WeightsName,
        [.. model.Network.Tensors.Select(spec => Weight(model, spec, spec.Name))]);

    /// <summary>A trained tensor under a name of its own.</summary>
    public static VectorTensor Weight(KwsModel model, TensorSpec spec, string name) =>
        new(name, spec.Axes, WidthOf(spec, model), model[spec]);

    public static VectorGroup Case(VectorCase one, ImmutableArray<LayerRanges> bounds, int inputBits)
    {
        ImmutableArray<LayerValues> layers = one.Trace.Layers;
        IEnumerable<string> expected = bounds.Select(layer => layer.Layer.Name).Prepend(InferenceTrace.InputName);
        if (!layers.Select(layer => layer.Name).SequenceEqual(expected))
        {
            throw new ArgumentException($"the layers of the trace are not {string.Join(", ", expected)}", nameof(one));
        }

        IEnumerable<int> bits = bounds.Select(layer => layer[Quantity.Output]!.Value.Bits).Prepend(inputBits);
        return new(
            $"case_{one.Index}",
            [.. layers.Zip(bits, (layer, width) => new VectorTensor(layer.Name, AxesOf(layer.Shape), width, layer.Values))]);
    }

    /// <summary>Weights have the width of their range; that of biases would be 32 bits, so they have the fewest that hold them.</summary>
    private static int WidthOf(TensorSpec spec, KwsModel model) =>
        spec.Bits == TensorSpec.BiasBits ? ValueRange.Of(model[spec]).Bits : spec.Bits;

    private static ImmutableArray<TensorAxis> AxesOf(TensorShape shape) =>
        [new("time", shape.Time), new("frequency", shape.Frequency), new("channel", shape.Channels)];
}
