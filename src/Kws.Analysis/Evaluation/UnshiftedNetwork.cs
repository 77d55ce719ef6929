using System.Collections.Immutable;
using System.Numerics;
using Kws.Model;

namespace Kws.Analysis.Evaluation;

/// <summary>
/// The same network without its floor divisions, in exact integers: to see what they do to the accuracy. The biases are multiplied by the
/// divisors of all layers before them (8 * 16 * 256 for one block), so that they keep their weight against the sums. Where all divisions
/// are exact, the logits are those of the model multiplied by that number.
/// </summary>
/// <remarks>Safe for concurrent callers.</remarks>
public sealed class UnshiftedNetwork
{
    private const int WordBits = 128;

    private readonly KwsModel _model;

    /// <summary>Makes the network.</summary>
    /// <param name="model">The trained model.</param>
    /// <exception cref="NotSupportedException">A value might not fit 128 bits: with more than five blocks, or fewer large ones.</exception>
    public UnshiftedNetwork(KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Bits(model.Network) is > WordBits and var bits)
        {
            throw new NotSupportedException(
                $"without its floor divisions the network needs integers of {bits} bits, {WordBits} are the most");
        }

        _model = model;
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
        foreach (Layer layer in _model.Network.Layers)
        {
            divisors <<= layer.Shift;
            values = layer.Kind switch
            {
                LayerKind.Convolution => Convolution(layer, values),
                LayerKind.DepthwiseConvolution => DepthwiseConvolution(layer, values),
                LayerKind.PointwiseConvolution => PointwiseConvolution(layer, values),
                LayerKind.GlobalMaxPool => GlobalMaxPool(layer, values),
                LayerKind.FullyConnected => FullyConnected(layer, values, divisors),
                _ => values,
            };
        }

        return values;
    }

    private Int128[] Convolution(Layer layer, Int128[] input)
    {
        ImmutableArray<int> weights = _model[layer.Weights!];
        ConvolutionSpec window = layer.Window;
        var output = new Int128[layer.Output.Count];
        for (int o = 0; o < output.Length; o++)
        {
            (int t, int f, int c) = layer.Output.PositionOf(o);
            for (int i = 0; i < window.KernelTime; i++)
            {
                for (int j = 0; j < window.KernelFrequency; j++)
                {
                    Int128 x = input[layer.Input.IndexOf((t * window.StrideTime) + i, (f * window.StrideFrequency) + j, 0)];
                    output[o] = output[o] + (x * weights[(((c * window.KernelTime) + i) * window.KernelFrequency) + j]);
                }
            }
        }

        return output;
    }

    private Int128[] DepthwiseConvolution(Layer layer, Int128[] input)
    {
        ImmutableArray<int> weights = _model[layer.Weights!];
        ConvolutionSpec window = layer.Window;
        var output = new Int128[layer.Output.Count];
        for (int o = 0; o < output.Length; o++)
        {
            (int t, int f, int c) = layer.Output.PositionOf(o);
            for (int i = 0; i < window.KernelTime; i++)
            {
                for (int j = 0; j < window.KernelFrequency; j++)
                {
                    int time = (t * window.StrideTime) + i - layer.PaddingTime;
                    int frequency = (f * window.StrideFrequency) + j - layer.PaddingFrequency;
                    if (time >= 0 && time < layer.Input.Time && frequency >= 0 && frequency < layer.Input.Frequency)
                    {
                        Int128 x = input[layer.Input.IndexOf(time, frequency, c)];
                        output[o] = output[o] + (x * weights[(((i * window.KernelFrequency) + j) * layer.Input.Channels) + c]);
                    }
                }
            }
        }

        return output;
    }

    private Int128[] PointwiseConvolution(Layer layer, Int128[] input)
    {
        ImmutableArray<int> weights = _model[layer.Weights!];
        var output = new Int128[layer.Output.Count];
        for (int o = 0; o < output.Length; o++)
        {
            (int t, int f, int c) = layer.Output.PositionOf(o);
            for (int k = 0; k < layer.Input.Channels; k++)
            {
                output[o] = output[o] + (input[layer.Input.IndexOf(t, f, k)] * weights[(c * layer.Input.Channels) + k]);
            }
        }

        return output;
    }

    private static Int128[] GlobalMaxPool(Layer layer, Int128[] input)
    {
        var output = new Int128[layer.Output.Count];
        Array.Fill(output, Int128.MinValue);
        for (int i = 0; i < input.Length; i++)
        {
            (_, _, int c) = layer.Input.PositionOf(i);
            output[c] = Int128.Max(output[c], input[i]);
        }

        return output;
    }

    private Int128[] FullyConnected(Layer layer, Int128[] input, Int128 divisors)
    {
        ImmutableArray<int> weights = _model[layer.Weights!];
        ImmutableArray<int> biases = _model[layer.Biases!];
        var output = new Int128[layer.Output.Count];
        for (int l = 0; l < output.Length; l++)
        {
            output[l] = checked(biases[l] * divisors);
            for (int k = 0; k < input.Length; k++)
            {
                output[l] = output[l] + (input[k] * weights[(l * input.Length) + k]);
            }
        }

        return output;
    }

    /// <summary>
    /// Bits of two's complement that hold every sum: a product with a weight of 6 bits is 5 bits longer, n summands are log2(n) bits
    /// longer.
    /// </summary>
    private static int Bits(Network network)
    {
        const int Product = 5;
        const int Input = 6;
        const int Bias = 32;
        int bits = Input;
        int shift = 0;
        foreach (Layer layer in network.Layers)
        {
            shift += layer.Shift;
            bits += layer.Kind switch
            {
                LayerKind.Convolution or LayerKind.DepthwiseConvolution =>
                    Product + Log2(layer.Window.KernelTime * layer.Window.KernelFrequency),
                LayerKind.PointwiseConvolution or LayerKind.FullyConnected => Product + Log2(layer.Input.Channels),
                _ => 0,
            };
        }

        return Math.Max(bits, Bias + shift) + 1;
    }

    /// <summary>Rounded up.</summary>
    private static int Log2(int value) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)value));
}
