namespace Kws.Testing;

/// <summary>Files that another program rewrites.</summary>
public static class Rewriting
{
    private const int Attempts = 100_000;

    /// <summary>Repeats work on a file, whose time of writing another thread changes all the time, until the work notices.</summary>
    /// <param name="path">The file.</param>
    /// <param name="attempt">The work; its result is null where it noticed nothing.</param>
    public static T Until<T>(string path, Func<T?> attempt)
        where T : class
    {
        using var end = new CancellationTokenSource();
        Task writer = Task.Run(() => Rewrite(path, end.Token));
        try
        {
            for (int i = 0; i < Attempts; i++)
            {
                if (attempt() is { } noticed)
                {
                    return noticed;
                }
            }
        }
        finally
        {
            end.Cancel();
            writer.Wait();
        }

        throw new InvalidOperationException($"{path} was rewritten, and nobody noticed");
    }

    private static void Rewrite(string path, CancellationToken end)
    {
        var time = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        while (!end.IsCancellationRequested)
        {
            time = time.AddSeconds(1);
            File.SetLastWriteTimeUtc(path, time);
        }
    }
}
