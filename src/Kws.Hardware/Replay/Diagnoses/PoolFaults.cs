using Kws.Model;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>A pool that rounds in another way, or counts positions outside the input.</summary>
internal static class PoolFaults
{
    public static IEnumerable<Hypothesis> Of(LayerRun run)
    {
        if (run.Layer is MaxPoolLayer max)
        {
            yield return new(
                "positions outside the input counted as zeros",
                i => Sum(run, max, i).Count < max.Window.Taps ? Math.Max(run.Output[i], 0) : run.Output[i]);
        }

        if (run.Layer is AveragePoolLayer average)
        {
            yield return average.Rounding == AverageRounding.Floor
                ? new("truncation towards zero instead of floor", i => Average(i, (sum, count) => sum / count))
                : new("floor instead of truncation towards zero", i => Average(i, Floor));
            yield return new("rounding half up", i => Average(i, (sum, count) => Floor((2 * sum) + count, 2 * count)));
            yield return new(
                "positions outside the input counted as zeros",
                i => Average(i, (sum, _) => average.Rounding == AverageRounding.Floor
                    ? Floor(sum, average.Window.Taps)
                    : sum / average.Window.Taps));

            long Average(int index, Func<Int128, long, Int128> divide)
            {
                (long sum, int count) = Sum(run, average, index);
                long quotient = (long)divide((Int128)sum << average.LeftShift, count);
                return average.WrapBits is { } bits ? NarrowRegister.Wrap(quotient, bits) : quotient;
            }
        }
    }

    /// <summary>The sum of a window, and the number of its positions inside the input.</summary>
    private static (long Sum, int Count) Sum(LayerRun run, IWindowedLayer layer, int index)
    {
        (int t, int f, int c) = run.Layer.Output.PositionOf(index);
        (long sum, int count) = (0, 0);
        for (int i = 0; i < layer.Window.KernelTime; i++)
        {
            for (int j = 0; j < layer.Window.KernelFrequency; j++)
            {
                int time = (t * layer.Window.StrideTime) + i - layer.PaddingTime;
                int frequency = (f * layer.Window.StrideFrequency) + j - layer.PaddingFrequency;
                if (time >= 0 && time < run.Layer.Input.Time && frequency >= 0 && frequency < run.Layer.Input.Frequency)
                {
                    sum += run.Input[run.Layer.Input.IndexOf(time, frequency, c)];
                    count++;
                }
            }
        }

        return (sum, count);
    }

    private static Int128 Floor(Int128 sum, long count)
    {
        Int128 quotient = sum / count;
        return quotient * count > sum ? quotient - 1 : quotient;
    }
}
