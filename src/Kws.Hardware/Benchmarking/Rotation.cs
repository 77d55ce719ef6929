using System.Diagnostics;
using System.Globalization;

namespace Kws.Hardware.Benchmarking;

/// <summary>
/// Samples many measurements alternately until the time is over, so that noise and a changing clock disturb all of them alike. Whichever
/// has had the least time is next: all get the same share, the short ones as many more samples.
/// </summary>
internal sealed class Rotation(TimeSpan duration, CancellationToken cancellationToken)
{
    /// <summary>On a slow machine one round may take longer than asked, but never twice as long.</summary>
    private const double Grace = 1.5;

    /// <summary>
    /// First samples of what is short: the first of all compiles the code, and a single one may have been interrupted for a thousand times
    /// its own length.
    /// </summary>
    private const int FirstSamples = 10;

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(5);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<Measurement> _measurements = [];

    /// <summary>Adds a measurement and takes its first samples.</summary>
    /// <param name="measurement">What to measure.</param>
    /// <param name="expected">The time that a sample takes, where it is known to be long.</param>
    /// <exception cref="TimeoutException">That does not fit into the time left.</exception>
    public Measurement Add(Measurement measurement, TimeSpan expected = default)
    {
        _measurements.Add(measurement);
        int samples = expected < Short ? FirstSamples : 1;
        while (measurement.Samples < samples)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (expected > Left(duration * Grace))
            {
                throw new TimeoutException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{duration.TotalSeconds:0.###} s are not enough to measure everything once; give more, or one kernel"));
            }

            measurement.Sample();
        }

        return measurement;
    }

    /// <summary>Samples until some share of the whole time is over; nothing that would take longer than that.</summary>
    public void Run(double share)
    {
        TimeSpan end = duration * share;
        while (_measurements.Where(measurement => measurement.LastSample < Left(end)).MinBy(measurement => measurement.Spent) is { } next)
        {
            cancellationToken.ThrowIfCancellationRequested();
            next.Sample();
        }
    }

    private TimeSpan Left(TimeSpan end) => end - Stopwatch.GetElapsedTime(_start);
}
