namespace Kws.Testing;

/// <summary>Memory that work allocates.</summary>
public static class Allocations
{
    /// <summary>
    /// A collection that another thread begins counts what is left of this thread's buffer as allocated, so several runs are measured.
    /// </summary>
    private const int Runs = 5;

    /// <summary>The bytes that work allocates on this thread: the least of several runs.</summary>
    /// <param name="work">The work, which must be done once before.</param>
    public static long Of(Action work) => Enumerable.Range(0, Runs).Min(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
