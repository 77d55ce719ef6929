namespace Kws.Model;

/// <summary>The files and directories that exist only while something is written. A process that ends at once deletes them first.</summary>
internal static class TemporaryFiles
{
    /// <summary>Another thread may still write into a directory that is being deleted.</summary>
    private const int MostTries = 100;

    private static readonly HashSet<string> Paths = [];
    private static long _deleted;

    /// <summary>The number of files deleted so far: while it grows, the disk answers.</summary>
    public static long Deleted => Interlocked.Read(ref _deleted);

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

    /// <summary>Does work with a temporary path; what fails leaves nothing there, and its message names the target.</summary>
    /// <param name="directory">The directory of the temporary file or directory: that in which it gets its name in the end.</param>
    /// <param name="target">What is written, as the user named it.</param>
    /// <param name="create">Creates the file or directory, empty.</param>
    /// <param name="work">Writes it and gives it its name.</param>
    public static void Use(string directory, string target, Action<string> create, Action<string> work)
    {
        // Not the target's name with an ending: that could be longer than the file system allows.
        string temporary = Path.Combine(directory, $".kws-{Path.GetRandomFileName()}.tmp");
        try
        {
            // One that was noted and not yet created would be created when all have been deleted.
            Uninterrupted(() =>
            {
                Paths.Add(temporary);
                create(temporary);
            });
            work(temporary);
        }
        catch (Exception e)
        {
            // Two that delete the same files at once would leave some.
            Uninterrupted(() => DeleteIfPossible(temporary));

            // The user knows nothing of a temporary file: the message is about what was asked for.
            string message = e.Message.Replace(temporary, target, StringComparison.Ordinal);
            if (message == e.Message)
            {
                throw;
            }

            throw e is UnauthorizedAccessException ? new UnauthorizedAccessException(message, e) : new IOException(message, e);
        }
        finally
        {
            Remove(temporary);
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
            DeleteIfPossible(path);
        }
    }

    /// <summary>
    /// Deletes a file or a directory with all that is in it. Nothing is told of what stands in the way: a greater error led here.
    /// </summary>
    public static void DeleteIfPossible(string path)
    {
        for (int tries = 0; tries < MostTries && !TryDelete(path); tries++)
        {
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                foreach (string file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
                {
                    Delete(file);
                }

                Directory.Delete(path, recursive: true);
            }
            else
            {
                Delete(path);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Delete(string file)
    {
        File.Delete(file);
        Interlocked.Increment(ref _deleted);
    }
}
