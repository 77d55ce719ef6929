using System.Text.RegularExpressions;
using Kws.Bulk;
using Kws.Model;

namespace Kws.Cli;

/// <summary>Opens the files that the user named; errors name them as the user did.</summary>
internal static partial class Files
{
    /// <summary>The name of standard input on the command line.</summary>
    public const string StandardInput = "-";

    /// <summary>Its name in messages.</summary>
    public const string StandardInputName = "standard input";

    public static T Read<T>(string path, Func<string, T> read)
    {
        StandardStreams.RefuseClosed(path);
        try
        {
            return read(path);
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Failure(path, e);
        }
    }

    /// <summary>Does work on a file.</summary>
    public static void Try(string path, Action work)
    {
        StandardStreams.RefuseClosed(path);
        try
        {
            work();
        }
        catch (Exception e) when (IsFileError(e))
        {
            throw Failure(path, e);
        }
    }

    /// <summary>Replaces a file at the end, or leaves it as it is if anything fails.</summary>
    public static void Write(string path, Action<TextWriter> write) => Try(path, () => AtomicFile.Write(path, write));

    /// <summary>The same with bytes.</summary>
    public static void WriteBytes(string path, Action<Stream> write) => Try(path, () => AtomicFile.Write(path, write));

    /// <summary>Refuses a file that <see cref="Write(string, Action{TextWriter})"/> could not replace, before long work.</summary>
    public static void CheckWritable(string path) => Try(path, () =>
    {
        string target = AtomicFile.Target(path);
        if (AtomicFile.IsDevice(target))
        {
            throw new IOException("this is a device, expected the name of a file");
        }

        if (File.Exists(target))
        {
            new FileStream(target, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0).Dispose();
        }

        TemporaryFiles.Use(
            Path.GetDirectoryName(target)!, path, temporary => new FileStream(temporary, FileMode.CreateNew).Dispose(), File.Delete);
    });

    /// <summary>A clip that cannot be read, by its name.</summary>
    public static BadFingerprint BadClip(string path, Exception failure)
    {
        string message = Describe(path, failure);
        string begin = $"{path}: ";
        return new(path, 0, message.StartsWith(begin, StringComparison.Ordinal) ? message[begin.Length..] : message, path);
    }

    // ArgumentException is what an empty path gives.
    private static bool IsFileError(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException { ParamName: "path" }
        && !StandardOutput.IsBrokenPipe(exception);

    private static CliException Failure(string path, Exception exception) => CliException.BadInput(Describe(path, exception));

    /// <summary>Says what is wrong with a file.</summary>
    public static string Describe(string path, Exception exception) => exception switch
    {
        KwsFormatException => exception.Message,
        ArgumentException => $"'{path}' is not the name of a file",
        _ when Directory.Exists(path) => $"{path}: this is a directory, expected a file",
        FileNotFoundException => $"{path}: there is no such file",
        DirectoryNotFoundException => $"{path}: there is no such directory",
        UnauthorizedAccessException => $"{path}: permission denied",
        _ => $"{path}: {WithoutName(exception.Message, path)}",
    };

    /// <summary>Says what is wrong with a file that the runtime's message names, where it names one.</summary>
    public static string Describe(Exception exception) => NamedIn(exception) is { } path ? Describe(path, exception) : exception.Message;

    /// <summary>The file that the runtime's message names, or null.</summary>
    public static string? NamedIn(Exception exception) =>
        RuntimeMessage().Match(exception.Message) is { Success: true } match ? match.Groups["path"].Value : null;

    [GeneratedRegex("^(Access to|Could not find) [^']*'(?<path>.*)'( is denied)?\\.$|^[^:]* : '(?<path>.*)'$")]
    private static partial Regex RuntimeMessage();

    /// <summary>The runtime's messages end with the name of the file, where it knows it.</summary>
    private static string WithoutName(string message, string path) => message
        .Replace($" : '{path}'", "", StringComparison.Ordinal)
        .Replace($" : '{Path.GetFullPath(path)}'", "", StringComparison.Ordinal);
}
