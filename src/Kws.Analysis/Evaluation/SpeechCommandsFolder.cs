using Kws.Analysis.Clips;

namespace Kws.Analysis.Evaluation;

/// <summary>A folder in the layout of the Speech Commands data set: a folder a word, in it <c>speaker_nohash_n.wav</c>.</summary>
public static class SpeechCommandsFolder
{
    /// <summary>Sound to mix with clips, of other lengths and without words.</summary>
    private const string BackgroundNoise = "_background_noise_";

    /// <summary>The clips with their words: in ordinal order of the words, then of the file names.</summary>
    /// <param name="folder">The folder of the data set.</param>
    /// <exception cref="IOException">While enumerating: a folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">While enumerating: access to a folder is denied.</exception>
    public static IEnumerable<(string Path, string Word)> Clips(string folder) =>
        from wordFolder in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
        let word = Path.GetFileName(wordFolder)
        where word != BackgroundNoise
        from path in ClipFolder.FindHere(wordFolder)
        select (path, word);
}
