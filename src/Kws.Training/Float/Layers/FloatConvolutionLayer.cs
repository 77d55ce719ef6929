using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>A convolution over time and frequency: every output channel sums over all channels of the input.</summary>
public sealed record FloatConvolutionLayer : FloatSumLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="channels">The number of output channels.</param>
    /// <param name="window">Kernel, stride and padding.</param>
    /// <param name="weights">[time][frequency][input channel][output channel].</param>
    /// <param name="biases">[output channel].</param>
    /// <exception cref="ArgumentException">A number is out of range, or the kernel is larger than the input.</exception>
    public FloatConvolutionLayer(
        string name, TensorShape input, int channels, Window window, ImmutableArray<double> weights, ImmutableArray<double> biases)
        : base(name, input, window.Check(name, input).OutputOf(input, channels), window.Taps * input.Channels, weights, biases) =>
        Window = window;

    /// <summary>Kernel, stride and padding.</summary>
    public Window Window { get; }

    /// <summary>
    /// out[t][f] = biases + sum over (i, j, k) of in[t * strideTime + i - paddingTime][f * strideFrequency + j - paddingFrequency][k] *
    /// weights[i][j][k], for all output channels at once. Positions outside the input count as zero.
    /// </summary>
    private protected override void Compute(ReadOnlySpan<double> input, Span<double> output)
    {
        (int channels, int depth) = (Output.Channels, Input.Channels);
        for (int t = 0; t < Output.Time; t++)
        {
            for (int f = 0; f < Output.Frequency; f++)
            {
                Span<double> sums = output.Slice(Output.IndexOf(t, f, 0), channels);
                Biases.CopyTo(sums);
                for (int tap = 0; tap < Window.Taps; tap++)
                {
                    int time = (t * Window.StrideTime) + (tap / Window.KernelFrequency) - Window.PaddingTime(Input);
                    int frequency = (f * Window.StrideFrequency) + (tap % Window.KernelFrequency) - Window.PaddingFrequency(Input);
                    if (time >= 0 && time < Input.Time && frequency >= 0 && frequency < Input.Frequency)
                    {
                        ReadOnlySpan<double> x = input.Slice(Input.IndexOf(time, frequency, 0), depth);
                        Matrix.AddProduct(x, Weights.AsSpan(tap * depth * channels, depth * channels), sums);
                    }
                }
            }
        }
    }
}
