using System.IO.Enumeration;
using Kws.Listen;
using Kws.Model;

namespace Kws.Training.Data;

/// <summary>A folder in the layout of the Speech Commands data set: a folder per word, in it <c>speaker_nohash_n.wav</c>.</summary>
public static class SpeechCommandsFolder
{
    /// <summary>Sound to mix with clips, of other lengths and without words.</summary>
    private const string BackgroundNoise = "_background_noise_";

    /// <summary>
    /// The clips in a folder and below it, with their words: that of a clip is the name of the folder that it lies in. Hidden files and
    /// folders are skipped, and so is <c>_background_noise_</c>.
    /// </summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <returns>
    /// First the clips that lie in the folder itself, then those of the folders in it, in ordinal order. These may be links; links further
    /// below are not followed.
    /// </returns>
    /// <exception cref="IOException">While enumerating: a folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">While enumerating: access to a folder is denied.</exception>
    public static IEnumerable<(string Path, string Word)> Clips(string folder) =>
        from path in ClipFolder.FindHere(folder).Concat(Below(folder))
        where !IsBackgroundNoise(folder, path)
        select (path, Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path))!));

    /// <summary>The files of noise, in ordinal order; none where the folder has no noise.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <exception cref="IOException">While enumerating: a folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">While enumerating: access to a folder is denied.</exception>
    public static IEnumerable<string> Noise(string folder) => Below(folder).Where(path => IsBackgroundNoise(folder, path));

    /// <summary>True for a file that lies in the noise of a data set, and is no clip of a word.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <param name="path">A file below it.</param>
    public static bool IsBackgroundNoise(string folder, string path) =>
        Path.GetRelativePath(folder, path).Split('/', Path.DirectorySeparatorChar).SkipLast(1).Contains(BackgroundNoise);

    private static IEnumerable<string> Below(string folder) =>
        Folders(folder).Order(StringComparer.Ordinal).SelectMany(ClipFolder.Find);

    private static FileSystemEnumerable<string> Folders(string folder) => new(
        folder,
        (ref entry) => entry.ToSpecifiedFullPath(),
        new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = (ref entry) => entry.IsDirectory && !HiddenFiles.Contain(ref entry),
    };
}
