using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>
/// The bounds of a model on which a plan relies: every stored value has 16 bits, by proof or since a step checks it, and every sum fits 32
/// bits, by proof.
/// </summary>
internal static class PlanBounds
{
    private static readonly ValueRange Short = new(short.MinValue, short.MaxValue);

    /// <summary>The bounds of all layers; null if a sum could exceed 32 bits.</summary>
    public static ImmutableArray<LayerBounds>? Of(KwsModel model)
    {
        ImmutableArray<Layer> layers = model.Network.Layers;
        ImmutableArray<LayerBounds> bounds = LayerBounds.Of(model, i => IsSum(layers, i) || IsLogits(layers, i) ? ValueRange.Word : Short);
        return Enumerable.Range(0, layers.Length).All(i => Fits(bounds[i], i + 1 < layers.Length ? layers[i + 1] : null)) ? bounds : null;
    }

    /// <summary>True if the requantisation after a layer is computed with it.</summary>
    public static bool IsSum(ImmutableArray<Layer> layers, int index) =>
        layers[index] is AccumulatingLayer && index + 1 < layers.Length && layers[index + 1] is RequantizationLayer;

    /// <summary>True if a layer's values are the logits, which are stored with the 32 bits of their sums.</summary>
    private static bool IsLogits(ImmutableArray<Layer> layers, int index) =>
        index == layers.Length - 1 && (layers[index] is AccumulatingLayer || (index > 0 && IsSum(layers, index - 1)));

    private static bool Fits(LayerBounds bounds, Layer? next)
    {
        long half = next is RequantizationLayer narrowed ? narrowed.Half : 0;
        return bounds.Layer switch
        {
            AccumulatingLayer => bounds.Sums.All(sum => ValueRange.Word.Contains(new ValueRange(sum.Least, sum.Greatest + half))),
            AveragePoolLayer pool =>
                bounds.Input.All(input => ValueRange.Word.Contains(input.Map(value => (value * pool.Window.Taps) << pool.LeftShift))),
            _ => true,
        };
    }
}
