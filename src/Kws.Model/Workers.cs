namespace Kws.Model;

/// <summary>The bound of what a caller may ask for in threads.</summary>
internal static class Workers
{
    /// <summary>Threads beyond so many for each processor would only wait.</summary>
    private const int MostPerProcessor = 4;

    /// <summary>The same number, or the bound if it is more; -1, for one thread a processor, stays.</summary>
    public static int AtMost(int threads) => Math.Min(threads, MostPerProcessor * Environment.ProcessorCount);
}
