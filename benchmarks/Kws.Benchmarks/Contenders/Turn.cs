using System.Diagnostics;

namespace Kws.Benchmarks.Contenders;

/// <summary>
/// The turn of a contender. Contenders whose times are compared take turns within the same second, since a machine that others share may
/// be slower in the next one.
/// </summary>
internal static class Turn
{
    private const int Milliseconds = 4;

    /// <summary>Microseconds of one call, of as many as take a turn.</summary>
    public static double Microseconds(Action call)
    {
        int calls = 0;
        var watch = Stopwatch.StartNew();
        do
        {
            call();
            calls++;
        }
        while (watch.ElapsedMilliseconds < Milliseconds);

        return watch.Elapsed.TotalMicroseconds / calls;
    }
}
