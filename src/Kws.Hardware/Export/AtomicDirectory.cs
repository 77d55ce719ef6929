using Kws.Model;

namespace Kws.Hardware.Export;

/// <summary>
/// Writes a directory whole or not at all: under a temporary name, renamed at the end. One that is there, and empty, stays the one it is,
/// with its permissions and for those who work in it: what belongs into it is moved in at the end. A link is kept, and what it leads to
/// is written.
/// </summary>
internal static class AtomicDirectory
{
    /// <summary>Writes it.</summary>
    /// <param name="path">The directory, new or empty.</param>
    /// <param name="last">The entry that is moved in last: where it is, all others are.</param>
    /// <param name="write">Writes into the directory that it is given.</param>
    public static void Write(string path, string last, Action<string> write)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        target = new FileInfo(target).LinkTarget is null ? target : File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
        if (File.Exists(target))
        {
            throw new IOException("this is a file, expected a directory that is new or empty");
        }

        bool isNew = !Directory.Exists(target);
        if (!isNew && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new IOException("this directory is not empty, expected one that is new or empty");
        }

        string parent = isNew ? Path.GetDirectoryName(target)! : target;
        if (!Directory.Exists(parent))
        {
            throw new IOException($"there is no directory {parent}");
        }

        string temporary = Path.Combine(parent, $".kws-{Path.GetRandomFileName()}.tmp");
        TemporaryFiles.Add(temporary);
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            TemporaryFiles.Uninterrupted(() => Publish(target, temporary, isNew, last));
        }
        catch (Exception e)
        {
            // Two that delete the same files at once would leave some.
            TemporaryFiles.Uninterrupted(() => DeleteIfPossible(temporary));

            // The user knows nothing of a temporary directory.
            string message = e.Message.Replace(temporary, target, StringComparison.Ordinal);
            if (message == e.Message)
            {
                throw;
            }

            throw e is UnauthorizedAccessException ? new UnauthorizedAccessException(message, e) : new IOException(message, e);
        }
        finally
        {
            TemporaryFiles.Remove(temporary);
        }
    }

    private static void Publish(string target, string temporary, bool isNew, string last)
    {
        if (isNew)
        {
            Directory.Move(temporary, target);
        }
        else
        {
            MoveInto(target, temporary, last);
            Directory.Delete(temporary);
        }
    }

    private static void MoveInto(string target, string temporary, string last)
    {
        var moved = new List<string>();
        try
        {
            foreach (string entry in Directory.GetFileSystemEntries(temporary).OrderBy(entry => Path.GetFileName(entry) == last))
            {
                string destination = Path.Combine(target, Path.GetFileName(entry));
                Directory.Move(entry, destination);
                moved.Add(destination);
            }
        }
        catch
        {
            moved.ForEach(DeleteIfPossible);
            throw;
        }
    }

    private static void DeleteIfPossible(string entry)
    {
        try
        {
            if (Directory.Exists(entry))
            {
                Directory.Delete(entry, recursive: true);
            }
            else
            {
                File.Delete(entry);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here is the one to report.
        }
    }
}
