using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Analysis.Evaluation;

/// <summary>
/// The same network without its floor divisions, in exact integers: to see what they do to the accuracy. The biases are multiplied by the
/// divisors of all layers before them (8 * 16 * 256 for one block), so that they keep their weight against the sums. Where all divisions are
/// exact, the logits are those of the model multiplied by that number.
/// </summary>
/// <remarks>
/// Works for every <see cref="DsCnnTopology"/>; a block makes the values 20 bits longer at most, so 128 bits are enough for five blocks and usually for
/// more. Safe for concurrent callers.
/// </remarks>
/// <param name="model">The trained model.</param>
public sealed class UnshiftedNetwork(DsCnnModel model)
{
    /// <summary>The label of one fingerprint: the index of its largest logit, the lowest index on a tie.</summary>
    /// <inheritdoc cref="Infer"/>
    public int Classify(ReadOnlySpan<sbyte> fingerprint)
    {
        Int128[] logits = Infer(fingerprint);
        return Array.IndexOf(logits, logits.Max());
    }

    /// <summary>The logits of one fingerprint.</summary>
    /// <param name="fingerprint">frames x coefficients integers in [-32, 31], time-major.</param>
    /// <exception cref="OverflowException">A value does not fit 128 bits.</exception>
    public Int128[] Infer(ReadOnlySpan<sbyte> fingerprint)
    {
        var values = new Int128[fingerprint.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = fingerprint[i];
        }

        Int128 divisors = 1;
        foreach (LayerSpec layer in model.Topology.Layers)
        {
            divisors = checked(divisors * (1 << layer.Shift));
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

    private Int128[] Convolution(LayerSpec layer, Int128[] input)
    {
        ImmutableArray<int> weights = model[layer.Weights!];
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
                    output[o] = checked(output[o] + (x * weights[(((c * window.KernelTime) + i) * window.KernelFrequency) + j]));
                }
            }
        }

        return output;
    }

    private Int128[] DepthwiseConvolution(LayerSpec layer, Int128[] input)
    {
        ImmutableArray<int> weights = model[layer.Weights!];
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
                        output[o] = checked(output[o] + (x * weights[(((i * window.KernelFrequency) + j) * layer.Input.Channels) + c]));
                    }
                }
            }
        }

        return output;
    }

    private Int128[] PointwiseConvolution(LayerSpec layer, Int128[] input)
    {
        ImmutableArray<int> weights = model[layer.Weights!];
        var output = new Int128[layer.Output.Count];
        for (int o = 0; o < output.Length; o++)
        {
            (int t, int f, int c) = layer.Output.PositionOf(o);
            for (int k = 0; k < layer.Input.Channels; k++)
            {
                output[o] = checked(output[o] + (input[layer.Input.IndexOf(t, f, k)] * weights[(c * layer.Input.Channels) + k]));
            }
        }

        return output;
    }

    private static Int128[] GlobalMaxPool(LayerSpec layer, Int128[] input)
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

    private Int128[] FullyConnected(LayerSpec layer, Int128[] input, Int128 divisors)
    {
        ImmutableArray<int> weights = model[layer.Weights!];
        ImmutableArray<int> biases = model[layer.Biases!];
        var output = new Int128[layer.Output.Count];
        for (int l = 0; l < output.Length; l++)
        {
            output[l] = checked(biases[l] * divisors);
            for (int k = 0; k < input.Length; k++)
            {
                output[l] = checked(output[l] + (input[k] * weights[(l * input.Length) + k]));
            }
        }

        return output;
    }
}
