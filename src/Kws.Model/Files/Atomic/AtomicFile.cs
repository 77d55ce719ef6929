namespace Kws.Model;

/// <summary>
/// Writes a file whole or not at all: to a temporary file beside it, renamed at the end. What is not a regular file (a
/// pipe, a device, standard output under its name in <c>/dev</c>) cannot be renamed over without destroying it, so the text
/// goes straight into it.
/// </summary>
internal static class AtomicFile
{
    /// <summary>The message about a file beyond a limit of the user or of the file system.</summary>
    public const string TooLarge = "File too large";

    private static readonly string[] StandardOutputNames = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

    /// <summary>True if the exception is the runtime's for EFBIG.</summary>
    public static bool IsTooLarge(ArgumentOutOfRangeException exception) => exception.ParamName == "value";

    public static void Write(string path, Action<TextWriter> write) => Write(path, (Stream stream) => WriteText(stream, write));

    public static void Write(string path, Action<Stream> write)
    {
        string target = Target(path);
        if (!TryWriteStraight(target, write))
        {
            Replace(path, target, write);
        }
    }

    /// <summary>The file to replace: a link is kept, and what it leads to is replaced.</summary>
    public static string Target(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: this is a directory, expected the name of a file");
        }

        string target = Path.GetFullPath(path);
        target = new FileInfo(target).LinkTarget is null || IsDevice(target)
            ? target
            : File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
        string directory = Path.GetDirectoryName(target)!;
        return IsDevice(target) || Directory.Exists(directory)
            ? target
            : throw new DirectoryNotFoundException($"{path}: there is no directory {directory}");
    }

    /// <summary>Puts a finished file in the place of another one.</summary>
    public static void Move(string finished, string target)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            // Who may read the file is the user's decision, which a new file in its place must keep.
            File.SetUnixFileMode(finished, File.GetUnixFileMode(target));
        }

        File.Move(finished, target, overwrite: true);
    }

    /// <summary>Writes into what cannot be replaced: a pipe, a device. False if the target is none.</summary>
    public static bool TryWriteStraight(string target, Action<Stream> write)
    {
        bool isDevice = IsDevice(target);
        if (!isDevice && !File.Exists(target))
        {
            return false;
        }

        // Append: standard output may be a file that holds something already. Opening a regular file also finds out
        // whether it may be written at all; renaming over it would not ask.
        using var stream = new FileStream(target, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (!isDevice && stream.CanSeek)
        {
            return false;
        }

        // A file that standard output leads to: what others write to it, with the position that they share, would replace the text.
        using Stream? shared = stream.CanSeek && StandardOutputNames.Contains(target) ? Console.OpenStandardOutput() : null;
        write(shared ?? stream);
        return true;
    }

    public static bool IsDevice(string path) =>
        path.StartsWith("/proc/", StringComparison.Ordinal)
        || (path.StartsWith("/dev/", StringComparison.Ordinal) && !path.StartsWith("/dev/shm/", StringComparison.Ordinal));

    private static void Replace(string path, string target, Action<Stream> write) =>
        TemporaryFiles.Use(
            Path.GetDirectoryName(target)!,
            path,
            temporary => new FileStream(temporary, FileMode.CreateNew).Dispose(),
            temporary =>
            {
                using (var stream = new FileStream(temporary, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    try
                    {
                        write(stream);
                    }
                    catch (ArgumentOutOfRangeException e) when (IsTooLarge(e))
                    {
                        throw new IOException(TooLarge, e);
                    }

                    Disk.Flush(stream.SafeFileHandle, path);
                }

                Move(temporary, target);
            });

    /// <summary>
    /// The writer is flushed and not disposed, and the stream has no buffer: so after an error nothing tries to write the
    /// rest, which would fail again and hide the first error.
    /// </summary>
    private static void WriteText(Stream stream, Action<TextWriter> write)
    {
        var writer = new StreamWriter(stream, bufferSize: 1 << 16) { NewLine = "\n" };
        write(writer);
        writer.Flush();
    }
}
