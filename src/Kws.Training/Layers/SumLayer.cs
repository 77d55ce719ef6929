using System.Runtime.InteropServices;
using Kws.Model;
using Kws.Training.Optimizer;

namespace Kws.Training.Layers;

/// <summary>A layer of sums of products, with its weights and biases.</summary>
internal abstract class SumLayer : TrainingLayer
{
    /// <summary>Places a layer.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="layer">The layer as data.</param>
    /// <param name="places">The place of each weight in the order of computation, and the length of all with padding.</param>
    protected SumLayer(LayerPlace place, AccumulatingLayer layer, (int[] Places, int Length) places)
        : this(place, layer, places, layer.WeightsPerChannel * place.InputMagnitude * -layer.Weights.MinValue)
    {
    }

    private SumLayer(LayerPlace place, AccumulatingLayer layer, (int[] Places, int Length) places, double products)
        : base(place, products + BiasLimit(place, layer, products), products + BiasLimit(place, layer, products))
    {
        Weights = new ParameterBlock(
            layer.Weights, places.Places, places.Length, layer.Weights.MinValue, layer.Weights.MaxValue, place.IsRounded);
        int[] channels = [.. Enumerable.Range(0, layer.Output.Channels)];
        double limit = BiasLimit(place, layer, products);
        Biases = layer.Biases is { } spec
            ? new ParameterBlock(spec, channels, OutputPitch, -limit, Math.Min(limit, int.MaxValue), place.IsRounded)
            : null;
        Start = Biases ?? new ParameterBlock(layer.Weights, [], OutputPitch, 0, 0, place.IsRounded);
    }

    /// <summary>The weights, in the order in which the layer computes with them.</summary>
    public ParameterBlock Weights { get; }

    /// <summary>The biases, or null.</summary>
    public ParameterBlock? Biases { get; }

    /// <summary>The biases, zero where there are none.</summary>
    protected ParameterBlock Start { get; }

    /// <summary>Adds the gradients of all positions to that of the biases.</summary>
    protected void AddBiasGradient(ReadOnlySpan<float> outputGradient, Span<float> gradient)
    {
        if (Biases is null)
        {
            return;
        }

        ref float target = ref MemoryMarshal.GetReference(Biases.Of(gradient));
        for (int at = 0; at < outputGradient.Length; at += OutputPitch)
        {
            Products.Add(ref target, ref MemoryMarshal.GetReference(outputGradient[at..]), OutputPitch);
        }
    }

    /// <summary>
    /// A bias beyond all products makes its channel constant. Biases that are beyond it at the start keep their range. None has more than
    /// 32 bits.
    /// </summary>
    private static double BiasLimit(LayerPlace place, AccumulatingLayer layer, double products) =>
        layer.Biases is null ? 0 : Math.Min(Math.Max(products, place.LargestBias), -(double)int.MinValue);
}
