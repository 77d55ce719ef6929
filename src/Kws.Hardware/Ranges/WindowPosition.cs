using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>An output position of a layer with a window, and the places of the kernel that lie inside the input there.</summary>
/// <param name="Time">The position in time.</param>
/// <param name="Frequency">The position in frequency.</param>
/// <param name="Taps">The places of the kernel that count, row by row, in the order in which the reference adds.</param>
internal sealed record WindowPosition(int Time, int Frequency, ImmutableArray<int> Taps)
{
    /// <summary>Every position of a layer.</summary>
    public static IEnumerable<WindowPosition> All<T>(T layer)
        where T : Layer, IWindowedLayer
    {
        Window window = layer.Window;
        (int paddingTime, int paddingFrequency) = (layer.PaddingTime, layer.PaddingFrequency);
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                int time = (t * window.StrideTime) - paddingTime;
                int frequency = (f * window.StrideFrequency) - paddingFrequency;
                yield return new WindowPosition(t, f, [.. Enumerable.Range(0, window.Taps).Where(tap =>
                    (uint)(time + (tap / window.KernelFrequency)) < layer.Input.Time
                    && (uint)(frequency + (tap % window.KernelFrequency)) < layer.Input.Frequency)]);
            }
        }
    }

    /// <summary>
    /// One position for each set of places that count: nine for a 3 x 3 kernel with a zero on every side, one without padding.
    /// </summary>
    public static ImmutableArray<WindowPosition> Kinds<T>(T layer)
        where T : Layer, IWindowedLayer =>
        [.. All(layer).DistinctBy(position => (position.Taps[0], position.Taps[^1], position.Taps.Length))];
}
