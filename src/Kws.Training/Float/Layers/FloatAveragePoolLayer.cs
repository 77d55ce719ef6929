using Kws.Model;

namespace Kws.Training.Float.Layers;

/// <summary>The average of every channel in windows without padding.</summary>
public sealed record FloatAveragePoolLayer : FloatLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="window">Kernel and stride; the padding is VALID.</param>
    /// <exception cref="ArgumentException">
    /// A number is out of range, the kernel is larger than the input, or the padding is not VALID.
    /// </exception>
    public FloatAveragePoolLayer(string name, TensorShape input, Window window)
        : base(name, input, window.Check(name, input).OutputOf(input, input.Channels)) =>
        Window = window.Padding == Padding.Valid
            ? window
            : throw new ArgumentException($"{name}: padding {window.Padding} of an average pool, expected {Padding.Valid}");

    /// <summary>Kernel and stride.</summary>
    public Window Window { get; }

    /// <inheritdoc/>
    public override int WeightCount => 0;

    /// <inheritdoc/>
    public override long Products => (long)Output.Count * Window.Taps;

    /// <summary>out[t][f][c] = (sum over (i, j) of in[t * strideTime + i][f * strideFrequency + j][c]) / taps.</summary>
    private protected override void Compute(ReadOnlySpan<double> input, Span<double> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            (int t, int f, int c) = Output.PositionOf(i);
            for (int tap = 0; tap < Window.Taps; tap++)
            {
                int time = (t * Window.StrideTime) + (tap / Window.KernelFrequency);
                int frequency = (f * Window.StrideFrequency) + (tap % Window.KernelFrequency);
                output[i] += input[Input.IndexOf(time, frequency, c)];
            }

            output[i] /= Window.Taps;
        }
    }
}
