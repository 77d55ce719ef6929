namespace Kws.Listen;

/// <summary>The time of a sample in a sound.</summary>
internal static class SampleTime
{
    /// <summary>The time of a sample, exact in streams of years.</summary>
    public static TimeSpan Of(long position, int sampleRate)
    {
        (long seconds, long rest) = Math.DivRem(position, sampleRate);
        return new TimeSpan((seconds * TimeSpan.TicksPerSecond) + (rest * TimeSpan.TicksPerSecond / sampleRate));
    }
}
