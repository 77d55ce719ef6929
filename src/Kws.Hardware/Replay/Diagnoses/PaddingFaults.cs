using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>Windows that begin at another place.</summary>
internal static class PaddingFaults
{
    private const int MaxStep = 2;

    public static IEnumerable<Hypothesis> Of(LayerRun run)
    {
        if (run.Sums is not { Layer: IWindowedLayer } sums)
        {
            yield break;
        }

        (int time, int frequency) = sums.Before;
        var others = new List<(string Name, (int, int) Before)>();
        if (sums.Window.Padding == Padding.Same)
        {
            others.Add(("SAME padding on the other side", Other(run, sums)));
            others.Add(("no padding before the input, as of VALID", default));
        }

        // The smallest steps first.
        others.AddRange(Places(time, frequency)
            .OrderBy(place => Math.Abs(place.Time - time) + Math.Abs(place.Frequency - frequency))
            .Select(place => ("a shifted window", place)));
        foreach ((string name, (int, int) before) in others.DistinctBy(other => other.Before).Where(other => other.Before != sums.Before))
        {
            yield return new(
                $"{name}: padding of {Text(before)} before the input instead of {Text(sums.Before)}", (sums with { Before = before }).At);
        }
    }

    /// <summary>Half of the missing positions first, rounded up instead of down.</summary>
    private static (int Time, int Frequency) Other(LayerRun run, LayerSums sums)
    {
        (Window window, TensorShape input, TensorShape output) = (sums.Window, run.Layer.Input, run.Layer.Output);
        return (
            (Math.Max(((output.Time - 1) * window.StrideTime) + window.KernelTime - input.Time, 0) + 1) / 2,
            (Math.Max(((output.Frequency - 1) * window.StrideFrequency) + window.KernelFrequency - input.Frequency, 0) + 1) / 2);
    }

    private static IEnumerable<(int Time, int Frequency)> Places(int time, int frequency) =>
        from t in Enumerable.Range(-MaxStep, (2 * MaxStep) + 1)
        from f in Enumerable.Range(-MaxStep, (2 * MaxStep) + 1)
        where t != 0 || f != 0
        select (time + t, frequency + f);

    private static string Text((int Time, int Frequency) before) => $"{before.Time} in time and {before.Frequency} in frequency";
}
