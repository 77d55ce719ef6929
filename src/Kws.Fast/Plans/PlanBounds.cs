using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>
/// The bounds of a model on which a plan relies: every stored value has 16 bits, by proof or since a step checks it, and every sum fits 32
/// bits, by proof.
/// </summary>
internal static class PlanBounds
{
    /// <summary>The most bytes of a layer's values, and of its weights: places are 32-bit numbers, and scratch memory is rented.</summary>
    private const long MostValueBytes = 1 << 22;

    private const long MostWeightBytes = 1 << 28;

    /// <summary>The channels of a unit of the widest register.</summary>
    private const int WidestUnit = 32;

    private static readonly ValueRange Short = new(short.MinValue, short.MaxValue);

    /// <summary>The reason why no plan computes a model.</summary>
    public static string Refusal(KwsModel model) => model.Network.Layers.FirstOrDefault(layer => !IsSmall(layer)) is { } large
        ? $"{large.Name} is too large for a plan of 32-bit places"
        : "a sum could exceed 32 bits";

    /// <summary>The bounds of all layers; null if a sum could exceed 32 bits, or a layer is too large.</summary>
    public static ImmutableArray<LayerBounds>? Of(KwsModel model)
    {
        if (!model.Network.Layers.All(IsSmall))
        {
            return null;
        }

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
            AveragePoolLayer pool => bounds.Input.All(
                input => Math.Max(-input.Least, input.Greatest) * pool.Window.Taps <= int.MaxValue >> pool.LeftShift),
            _ => true,
        };
    }

    /// <summary>True if input, output and weights of a layer, with all that may be added to them, are within the limits.</summary>
    private static bool IsSmall(Layer layer)
    {
        Window window = layer is IWindowedLayer windowed ? windowed.Window : new Window(1, 1, 1, 1, Padding.Valid);
        return BytesOf(layer.Input, window) <= MostValueBytes && BytesOf(layer.Output, window) <= MostValueBytes
            && (layer is not AccumulatingLayer sums
                || Padded(layer.Output.Channels) * Padded(layer.Input.Channels) * (sums.Weights.Count / layer.Output.Channels)
                    / layer.Input.Channels * sizeof(short) <= MostWeightBytes);
    }

    /// <summary>At least the bytes of values of 32 bits with a border.</summary>
    private static long BytesOf(TensorShape shape, Window window) =>
        ((long)shape.Time + window.KernelTime) * (shape.Frequency + window.KernelFrequency) * Padded(shape.Channels) * sizeof(int);

    private static long Padded(int channels) => (channels + WidestUnit - 1L) / WidestUnit * WidestUnit;
}
