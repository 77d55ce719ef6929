namespace Kws.Model;

/// <summary>The bound of what a caller may ask for in threads.</summary>
internal static class Workers
{
    /// <summary>Threads beyond so many for each processor would only wait.</summary>
    private const int MostPerProcessor = 4;

    /// <summary>
    /// The same number, or the bound if it is more; for -1 that of the processors. Without a number the pool of threads adds one more
    /// every half second to work in long pieces, each with memory of its own.
    /// </summary>
    public static int AtMost(int threads) =>
        threads == -1 ? Environment.ProcessorCount : Math.Min(threads, MostPerProcessor * Environment.ProcessorCount);
}
