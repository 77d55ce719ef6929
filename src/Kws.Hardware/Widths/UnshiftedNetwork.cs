using System.Collections.Immutable;
using System.Numerics;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Widths;

/// <summary>
/// The same network without its floor divisions, in exact integers: to see what they do to the accuracy. The biases are multiplied by the
/// divisors of all layers before them (8 * 16 * 256 for one block), so that they keep their weight against the sums. Where all divisions
/// are exact, the logits are those of the model multiplied by that number.
/// </summary>
/// <remarks>Safe for concurrent callers.</remarks>
public sealed class UnshiftedNetwork
{
    private const int WordBits = 128;

    private readonly ImmutableArray<Layer> _layers;
    private readonly ImmutableArray<Accumulators?> _sums;

    /// <summary>Makes the network.</summary>
    /// <param name="model">The trained model.</param>
    /// <exception cref="NotSupportedException">
    /// A layer averages, saturates or is recurrent, or a value might not fit 128 bits: with more than five blocks, or fewer large ones.
    /// </exception>
    public UnshiftedNetwork(KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Network.Layers.FirstOrDefault(
            layer => layer is AveragePoolLayer or RequantizationLayer { SaturationBits: not null } or RecurrentLayer) is { } other)
        {
            throw new NotSupportedException(
                $"{other.Name}: without its floor divisions an average, a saturation or a recurrent layer has no meaning");
        }

        if (Bits(model.Network) is > WordBits and var bits)
        {
            throw new NotSupportedException(
                $"without its floor divisions the network needs integers of {bits} bits, {WordBits} are the most");
        }

        _layers = model.Network.Layers;
        _sums = [.. _layers.Select(layer => layer is AccumulatingLayer sums ? new Accumulators(model, sums) : null)];
    }

    /// <summary>The label of one fingerprint: the index of its largest logit, the lowest index on a tie.</summary>
    /// <inheritdoc cref="Infer"/>
    public int Classify(ReadOnlySpan<sbyte> fingerprint)
    {
        Int128[] logits = Infer(fingerprint);
        return Array.IndexOf(logits, logits.Max());
    }

    /// <summary>The logits of one fingerprint.</summary>
    /// <param name="fingerprint">frames x coefficients integers in [-32, 31], time-major.</param>
    public Int128[] Infer(ReadOnlySpan<sbyte> fingerprint)
    {
        var values = new Int128[fingerprint.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = fingerprint[i];
        }

        Int128 divisors = 1;
        foreach ((int index, Layer layer) in _layers.Index())
        {
            divisors <<= (layer as RequantizationLayer)?.Shift ?? 0;
            values = layer switch
            {
                AccumulatingLayer => _sums[index]!.Exact(values, divisors),
                MaxPoolLayer pool => MaxPool(pool, values),
                LastFrameLayer => values[^layer.Output.Count..],
                RequantizationLayer { Relu: true } => [.. values.Select(value => Int128.Max(value, 0))],
                _ => values,
            };
        }

        return values;
    }

    private static Int128[] MaxPool(MaxPoolLayer layer, Int128[] input) =>
    [
        .. WindowPosition.All(layer).SelectMany(position => Enumerable.Range(0, layer.Input.Channels).Select(channel =>
            position.Taps.Max(tap => input[layer.Input.IndexOf(
                (position.Time * layer.Window.StrideTime) + (tap / layer.Window.KernelFrequency) - layer.PaddingTime,
                (position.Frequency * layer.Window.StrideFrequency) + (tap % layer.Window.KernelFrequency) - layer.PaddingFrequency,
                channel)]))),
    ];

    /// <summary>
    /// Bits of two's complement that hold every sum: a product with a weight of b bits is b - 1 bits longer, n summands are log2(n) bits
    /// longer.
    /// </summary>
    private static int Bits(Network network)
    {
        int bits = network.InputBits;
        int shift = 0;
        foreach (Layer layer in network.Layers)
        {
            shift += (layer as RequantizationLayer)?.Shift ?? 0;
            bits += layer is AccumulatingLayer sums ? sums.Weights.Bits - 1 + Log2(sums.WeightsPerChannel) : 0;
            bits = Math.Max(bits, layer is AccumulatingLayer { Biases: not null } ? TensorSpec.BiasBits + shift : 0);
        }

        return bits + 1;
    }

    /// <summary>Rounded up.</summary>
    private static int Log2(int value) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)value));
}
