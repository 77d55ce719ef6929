namespace Kws.Model;

/// <summary>Reads a user's file to its end, as one version of it.</summary>
internal static class WholeFile
{
    /// <summary>Opens a file, reads it, and refuses it if it was changed meanwhile.</summary>
    /// <param name="path">The file; a pipe is read once.</param>
    /// <param name="read">Reads the open file.</param>
    /// <exception cref="KwsFormatException">The file was changed while it was read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static T Read<T>(string path, Func<FileStream, T> read)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        FileStamp? stamp = FileStamp.Of(stream);
        T result = read(stream);
        stamp?.Check(stream.SafeFileHandle, path);
        return result;
    }
}
