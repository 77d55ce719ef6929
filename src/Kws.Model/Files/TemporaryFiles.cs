namespace Kws.Model;

/// <summary>The files and directories that exist only while something is written. A process that ends at once deletes them first.</summary>
internal static class TemporaryFiles
{
    private static readonly HashSet<string> Paths = [];

    public static void Add(string path)
    {
        lock (Paths)
        {
            Paths.Add(path);
        }
    }

    public static void Remove(string path)
    {
        lock (Paths)
        {
            Paths.Remove(path);
        }
    }

    /// <summary>Does what must not end half done: <see cref="DeleteAll"/> waits for it.</summary>
    public static void Uninterrupted(Action action)
    {
        lock (Paths)
        {
            action();
        }
    }

    /// <summary>Deletes them all. No thread adds one any more: it would wait for the end of the process.</summary>
    public static void DeleteAll()
    {
        Monitor.Enter(Paths);
        foreach (string path in Paths)
        {
            try
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path, recursive: true);
                }
                else
                {
                    File.Delete(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The process ends in any case.
            }
        }
    }
}
