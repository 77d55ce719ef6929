using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>
/// The bounds of a model on which a plan relies. In a narrow plan every stored value has 16 bits, by proof or since a step checks it, and
/// every sum fits 32 bits, by proof. In a wide plan every value has 32 bits, by a check.
/// </summary>
internal static class PlanBounds
{
    /// <summary>The values of 16 bits.</summary>
    public static readonly ValueRange Short = new(short.MinValue, short.MaxValue);

    /// <summary>The most bytes of a layer's values, and of its weights: places are 32-bit numbers, and scratch memory is rented.</summary>
    private const long MostValueBytes = 1 << 22;

    private const long MostWeightBytes = 1 << 28;

    /// <summary>The channels of a unit of the widest register.</summary>
    private const int WidestUnit = 32;

    /// <summary>The reason why no plan computes a model.</summary>
    public static string Refusal(KwsModel model) =>
        $"{model.Network.Layers.First(layer => !IsSmall(layer)).Name} is too large for a plan of 32-bit places";

    /// <summary>True if no layer is too large for a plan.</summary>
    public static bool AreSmall(KwsModel model) => model.Network.Layers.All(IsSmall);

    /// <summary>The bounds of all layers in a wide plan.</summary>
    public static ImmutableArray<LayerBounds> OfWide(KwsModel model) => LayerBounds.Of(model, _ => ValueRange.Word);

    /// <summary>The bounds of all layers in a narrow plan; null if a sum could exceed 32 bits.</summary>
    public static ImmutableArray<LayerBounds>? OfNarrow(KwsModel model)
    {
        ImmutableArray<Layer> layers = model.Network.Layers;
        ImmutableArray<LayerBounds> bounds = LayerBounds.Of(model, i => IsSum(layers, i) || IsLogits(layers, i) ? ValueRange.Word : Short);
        return Enumerable.Range(0, layers.Length).All(i => SumsFit(bounds[i], i + 1 < layers.Length ? layers[i + 1] : null))
            ? bounds
            : null;
    }

    /// <summary>True if the requantisation after a layer is computed with it.</summary>
    public static bool IsSum(ImmutableArray<Layer> layers, int index) =>
        layers[index] is AccumulatingLayer && index + 1 < layers.Length && layers[index + 1] is RequantizationLayer;

    /// <summary>True if the sums of a layer, and those with the half that the next layer adds, fit 32 bits.</summary>
    public static bool SumsFit(LayerBounds bounds, Layer? next)
    {
        long half = next is RequantizationLayer narrowed ? narrowed.Half : 0;
        return bounds.Layer switch
        {
            AccumulatingLayer => bounds.Sums.All(sum => ValueRange.Word.Contains(new ValueRange(sum.Least, sum.Greatest + half))),
            AveragePoolLayer pool => bounds.Input.All(
                input => Math.Max(-input.Least, input.Greatest) * pool.Window.Taps <= int.MaxValue >> pool.LeftShift),
            _ => true,
        };
    }

    /// <summary>True if a layer's values are the logits, which are stored with the 32 bits of their sums.</summary>
    private static bool IsLogits(ImmutableArray<Layer> layers, int index) =>
        index == layers.Length - 1 && (layers[index] is AccumulatingLayer || (index > 0 && IsSum(layers, index - 1)));

    /// <summary>True if input, output and weights of a layer, with all that may be added to them, are within the limits.</summary>
    private static bool IsSmall(Layer layer)
    {
        // The border of the output is that which the windows of the next layer need.
        var none = new Window(1, 1, 1, 1, Padding.Valid);
        return BytesOf(layer.Input, layer is IWindowedLayer windowed ? windowed.Window : none) <= MostValueBytes
            && BytesOf(layer.Output, none) <= MostValueBytes
            && (layer is not AccumulatingLayer sums
                || Padded(layer.Output.Channels) * Padded(layer.Input.Channels) * (sums.Weights.Count / layer.Output.Channels)
                    / layer.Input.Channels * sizeof(short) <= MostWeightBytes);
    }

    /// <summary>At least the bytes of values of 32 bits with a border.</summary>
    private static long BytesOf(TensorShape shape, Window window) =>
        ((long)shape.Time + window.KernelTime) * (shape.Frequency + window.KernelFrequency) * Padded(shape.Channels) * sizeof(int);

    private static long Padded(int channels) => (channels + WidestUnit - 1L) / WidestUnit * WidestUnit;
}
