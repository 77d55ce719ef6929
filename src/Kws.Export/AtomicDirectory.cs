namespace Kws.Export;

/// <summary>Writes a directory whole or not at all: under a temporary name beside it, renamed at the end.</summary>
internal static class AtomicDirectory
{
    public static void Write(string path, Action<string> write)
    {
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(target))
        {
            throw new IOException("this is a file, expected a directory that is new or empty");
        }

        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new IOException("this directory is not empty, expected one that is new or empty");
        }

        string? parent = Path.GetDirectoryName(target);
        if (!Directory.Exists(parent))
        {
            throw new IOException($"there is no directory {parent}");
        }

        string temporary = Path.Combine(parent, $".kws-{Path.GetRandomFileName()}.tmp");
        Directory.CreateDirectory(temporary);
        try
        {
            write(temporary);
            if (Directory.Exists(target))
            {
                // An empty one cannot be renamed over; if it has been filled meanwhile, this fails and leaves it as it is.
                Directory.Delete(target);
            }

            Directory.Move(temporary, target);
        }
        catch
        {
            DeleteIfPossible(temporary);
            throw;
        }
    }

    private static void DeleteIfPossible(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here is the one to report.
        }
    }
}
