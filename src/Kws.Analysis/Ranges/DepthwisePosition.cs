using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Analysis.Ranges;

/// <summary>An output position of a depthwise convolution, and which weights meet values there: at the border some lie outside.</summary>
/// <param name="Time">Which position in time.</param>
/// <param name="Frequency">Which position in frequency.</param>
/// <param name="Taps">The weights that count, in the order in which the reference adds.</param>
internal sealed record DepthwisePosition(int Time, int Frequency, ImmutableArray<int> Taps)
{
    /// <summary>Every position of a layer.</summary>
    public static IEnumerable<DepthwisePosition> All(Layer layer)
    {
        ConvolutionSpec window = layer.Window;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                int time = (t * window.StrideTime) - layer.PaddingTime;
                int frequency = (f * window.StrideFrequency) - layer.PaddingFrequency;
                yield return new DepthwisePosition(t, f, [.. Enumerable.Range(0, window.KernelTime * window.KernelFrequency).Where(tap =>
                    (uint)(time + (tap / window.KernelFrequency)) < layer.Input.Time
                    && (uint)(frequency + (tap % window.KernelFrequency)) < layer.Input.Frequency)]);
            }
        }
    }

    /// <summary>One position for each set of weights that count: nine for a 3 x 3 kernel with a zero on every side.</summary>
    public static ImmutableArray<DepthwisePosition> Kinds(Layer layer) =>
        [.. All(layer).DistinctBy(position => (position.Taps[0], position.Taps[^1], position.Taps.Length))];
}
