using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>
/// The sums of an accumulating layer, one value at a time, with operands and a padding that can be changed. A pointwise convolution and a
/// fully connected layer are convolutions here: with a kernel of one position, and with one over all of the input.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Input">Its input.</param>
/// <param name="Weights">Its weights.</param>
/// <param name="Biases">Its biases, or none.</param>
internal sealed record LayerSums(AccumulatingLayer Layer, int[] Input, int[] Weights, int[] Biases)
{
    /// <summary>Kernel and strides.</summary>
    public Window Window { get; } = Layer switch
    {
        IWindowedLayer windowed => windowed.Window,
        FullyConnectedLayer => new(Layer.Input.Time, Layer.Input.Frequency, 1, 1, Padding.Valid),
        _ => new(1, 1, 1, 1, Padding.Valid),
    };

    /// <summary>Positions before the input, in time and in frequency; negative if the first window begins inside.</summary>
    public (int Time, int Frequency) Before { get; init; } =
        Layer is IWindowedLayer windowed ? (windowed.PaddingTime, windowed.PaddingFrequency) : default;

    /// <summary>The bits at which the accumulator saturates after every product; null if it does not.</summary>
    public int? SaturationBits { get; init; }

    /// <summary>A value of the output.</summary>
    public long At(int index)
    {
        (int t, int f, int c) = Layer.Output.PositionOf(index);
        TensorShape shape = Layer.Input;
        long sum = Biases.Length == 0 ? 0 : Biases[c];
        for (int i = 0; i < Window.KernelTime; i++)
        {
            for (int j = 0; j < Window.KernelFrequency; j++)
            {
                int time = (t * Window.StrideTime) + i - Before.Time;
                int frequency = (f * Window.StrideFrequency) + j - Before.Frequency;
                if (time < 0 || time >= shape.Time || frequency < 0 || frequency >= shape.Frequency)
                {
                    continue;
                }

                int x = shape.IndexOf(time, frequency, 0);
                int w = (i * Window.KernelFrequency) + j;
                if (Layer is DepthwiseConvolutionLayer)
                {
                    sum = Add(sum, (long)Input[x + c] * Weights[(w * shape.Channels) + c]);
                    continue;
                }

                w = ((c * Window.Taps) + w) * shape.Channels;
                for (int k = 0; k < shape.Channels; k++)
                {
                    sum = Add(sum, (long)Input[x + k] * Weights[w + k]);
                }
            }
        }

        return sum;
    }

    private long Add(long sum, long product) =>
        SaturationBits is { } bits ? NarrowRegister.Saturate(sum + product, bits) : sum + product;
}
