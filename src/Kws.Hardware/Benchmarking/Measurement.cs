using System.Diagnostics;

namespace Kws.Hardware.Benchmarking;

/// <summary>One thing to time: the best of many short samples, since whatever disturbs a sample makes it longer.</summary>
/// <param name="operations">Operations that <paramref name="run"/> does for each repetition.</param>
/// <param name="run">Does the work as many times as it is told.</param>
internal sealed class Measurement(long operations, Action<int> run)
{
    private static readonly TimeSpan LeastSample = TimeSpan.FromMicroseconds(100);

    private int _repetitions = 1;

    /// <summary>Nanoseconds an operation; infinite before the first sample that counts.</summary>
    public double Nanoseconds { get; private set; } = double.PositiveInfinity;

    /// <summary>The number of samples counted.</summary>
    public int Samples { get; private set; }

    /// <summary>The time of all samples.</summary>
    public TimeSpan Spent { get; private set; }

    /// <summary>The time of the last sample, and so roughly of the next one.</summary>
    public TimeSpan LastSample { get; private set; }

    public void Sample()
    {
        long start = Stopwatch.GetTimestamp();
        run(_repetitions);
        long end = Stopwatch.GetTimestamp();
        LastSample = Stopwatch.GetElapsedTime(start, end);
        Spent += LastSample;
        if (LastSample < LeastSample)
        {
            // Too short for the clock: not counted, and the next one is longer. Code that the JIT makes faster later comes here again.
            _repetitions *= 2;
        }
        else
        {
            Samples++;

            // From the timestamps, since a TimeSpan is rounded to 100 ns.
            Nanoseconds = Math.Min(Nanoseconds, (end - start) * (1e9 / Stopwatch.Frequency) / ((double)operations * _repetitions));
        }
    }
}
