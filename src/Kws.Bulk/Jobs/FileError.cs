namespace Kws.Bulk.Jobs;

/// <summary>Messages about files of a job.</summary>
internal static class FileError
{
    /// <summary>The reason why a file may not be opened, written or replaced.</summary>
    /// <param name="name">The output as the user named it.</param>
    /// <param name="path">The file beside it that is meant.</param>
    /// <param name="cause">The exception of the runtime, which does not tell a directory from a file of somebody else.</param>
    public static IOException Denied(string name, string path, UnauthorizedAccessException cause) => Directory.Exists(path)
        ? new($"{path}: this is a directory, expected a file or nothing", cause)
        : new($"{name}: permission denied", cause);
}
