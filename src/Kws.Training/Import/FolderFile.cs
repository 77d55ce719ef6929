using Kws.Model;

namespace Kws.Training.Import;

/// <summary>The files of a folder that is imported. Every failure names the file.</summary>
internal static class FolderFile
{
    /// <summary>The path of a file that another file of the folder names.</summary>
    /// <exception cref="KwsFormatException">The name leads out of the folder.</exception>
    public static string PathOf(string directory, string name, Func<string, KwsFormatException> error) =>
        name.Length == 0 || Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..") || name.Any(char.IsControl)
            ? throw error($"'{Excerpt.Of(name)}' is not the name of a file in this folder")
            : Path.Combine(directory, name);

    /// <summary>All bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="KwsFormatException">The file is missing, too long, cannot be read, or was changed while it was read.</exception>
    public static byte[] Read(string path, int most)
    {
        try
        {
            return WholeFile.Read(path, stream => LimitedBytes.Read(stream, most))
                ?? throw new KwsFormatException(path, 0, $"the file is longer than {most} bytes");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KwsFormatException(path, 0, "there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            throw new KwsFormatException(path, 0, Directory.Exists(path) ? "this is a directory, expected a file" : "permission denied");
        }
        catch (IOException e)
        {
            throw new KwsFormatException(path, 0, e.Message.Split('\n')[0]);
        }
    }
}
