using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Export.Onnx;

/// <summary>Between which limits the values of every layer lie, and all sums on the way to a value, in whatever order.</summary>
internal static class OnnxBounds
{
    /// <summary>The bounds for any weights, biases and fingerprint in range.</summary>
    public static ImmutableArray<Interval> ForAnyModel(DsCnnTopology topology) =>
        Propagate(topology, (spec, _) => new Interval(spec.MinValue, spec.MaxValue));

    /// <summary>The bounds for one model's weights and any fingerprint in range.</summary>
    public static ImmutableArray<Interval> For(DsCnnModel model) =>
        Propagate(model.Topology, (spec, i) => new Interval(model[spec][i], model[spec][i]));

    /// <remarks>A layer is given only inputs of 32 bits: those are all that the network is defined for.</remarks>
    private static ImmutableArray<Interval> Propagate(DsCnnTopology topology, Func<TensorSpec, int, Interval> tensor)
    {
        var bounds = ImmutableArray.CreateBuilder<Interval>();
        var values = new Interval(DsCnnModel.MinWeight, DsCnnModel.MaxWeight);
        foreach (LayerSpec layer in topology.Layers)
        {
            Interval output = layer.Kind switch
            {
                LayerKind.FloorDivision => values >> layer.Shift,
                LayerKind.GlobalMaxPool => values,
                _ => Sums(layer, values, tensor),
            };
            bounds.Add(output);
            values = output.Intersect(Interval.Int32);
        }

        return bounds.ToImmutable();
    }

    /// <summary>All sums of some of the products of an output. Those at the border have fewer than the others, and none has more.</summary>
    private static Interval Sums(LayerSpec layer, Interval input, Func<TensorSpec, int, Interval> tensor)
    {
        int channels = layer.Output.Channels;
        int taps = layer.Weights!.Count / channels;
        var sums = new Interval[channels];
        for (int i = 0; i < layer.Weights.Count; i++)
        {
            int channel = layer.Kind == LayerKind.DepthwiseConvolution ? i % channels : i / taps;
            sums[channel] = sums[channel].MayAdd(input * tensor(layer.Weights, i));
        }

        for (int i = 0; i < layer.Biases?.Count; i++)
        {
            sums[i] = sums[i].MayAdd(tensor(layer.Biases, i));
        }

        return new Interval(sums.Min(sum => sum.Low), sums.Max(sum => sum.High));
    }
}
