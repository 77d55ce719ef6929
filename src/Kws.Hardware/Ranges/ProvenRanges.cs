using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>Bounds that no fingerprint within the range of the network exceeds.</summary>
public static class ProvenRanges
{
    /// <summary>
    /// The bounds for a model's weights. The convolution's are exact; those of the first depthwise convolution, and of a pool behind it,
    /// come from its linear form, those of what follows such a pool from sums of the pool's channels; all further ones are intervals of
    /// these.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The network's layers in their order.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static ImmutableArray<LayerRanges> Of(KwsModel model, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        Network network = model.Network;
        if (DsCnn.Specs(network).IsEmpty)
        {
            return IntervalsOf(model);
        }

        var linear = new DepthwiseBounds(model, cancellation);
        bool isOneBlock = network.Layers[DepthwiseBounds.PoolLayer] is MaxPoolLayer;
        MixedPoolBounds? mixed = null;
        return Run(network, (spec, i) => ValueRange.Of(model[spec][i]), (index, ranges) =>
        {
            cancellation.ThrowIfCancellationRequested();
            switch (index)
            {
                case DepthwiseBounds.Layer:
                    return linear.Tighten(ranges);
                case DepthwiseBounds.PoolLayer when isOneBlock:
                    LayerRanges pool = linear.TightenPool(ranges);
                    mixed = new MixedPoolBounds(model, pool, cancellation);
                    return pool;
                case MixedPoolBounds.PointwiseLayer when isOneBlock:
                    return mixed!.Tighten(ranges);
                case MixedPoolBounds.LogitsLayer when isOneBlock:
                    return mixed!.TightenLogits(ranges);
                default:
                    return ranges;
            }
        });
    }

    /// <summary>The bounds for a model's weights, by interval analysis alone.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The network's layers in their order.</returns>
    public static ImmutableArray<LayerRanges> IntervalsOf(KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Run(model.Network, (spec, i) => ValueRange.Of(model[spec][i]), (_, ranges) => ranges);
    }

    /// <summary>
    /// The bounds for any weights of the tensors' bits, for hardware that will load other models. Every product may be 0, so that they
    /// hold for sums of any of the products, in whatever order.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="biases">The range of the biases.</param>
    /// <returns>The network's layers in their order; all channels of a layer have the same bounds.</returns>
    public static ImmutableArray<LayerRanges> OfAnyWeights(Network network, ValueRange biases)
    {
        ArgumentNullException.ThrowIfNull(network);
        return OfAnyWeights(network, _ => biases);
    }

    /// <summary>The same with a range for the biases of each layer.</summary>
    internal static ImmutableArray<LayerRanges> OfAnyWeights(Network network, Func<TensorSpec, ValueRange> biases) => Run(
        network, (spec, _) => spec.Bits == TensorSpec.BiasBits ? biases(spec) : new ValueRange(spec.MinValue, spec.MaxValue),
        (_, ranges) => ranges);

    private static ImmutableArray<LayerRanges> Run(
        Network network, Func<TensorSpec, int, ValueRange> weights, Func<int, LayerRanges, LayerRanges> tighten)
    {
        var analysis = new IntervalAnalysis(weights);
        var layers = ImmutableArray.CreateBuilder<LayerRanges>();
        ValueRange[] values = [.. Enumerable.Repeat(new ValueRange(network.MinInput, network.MaxInput), network.Input.Channels)];
        foreach (Layer layer in network.Layers)
        {
            LayerRanges ranges = analysis.Run(layer, values);
            if (layers.Count == 0)
            {
                // Every value of a fingerprint may be anything, whatever the others are.
                ranges = ranges with { Method = RangeMethod.Exact };
            }
            else if (layer is RequantizationLayer)
            {
                ranges = ranges with { Method = layers[^1].Method };
            }

            layers.Add(tighten(layers.Count, ranges));
            values = [.. layers[^1].Channels.Select(channel => channel.Output)];
        }

        return layers.ToImmutable();
    }
}
