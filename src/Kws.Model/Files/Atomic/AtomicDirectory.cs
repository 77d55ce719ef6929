namespace Kws.Model;

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

        TemporaryFiles.Use(
            parent,
            target,
            temporary => Directory.CreateDirectory(temporary),
            temporary =>
            {
                write(temporary);
                TemporaryFiles.Uninterrupted(() => Publish(target, temporary, isNew, last));
            });
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
            moved.ForEach(TemporaryFiles.DeleteIfPossible);
            throw;
        }
    }
}
