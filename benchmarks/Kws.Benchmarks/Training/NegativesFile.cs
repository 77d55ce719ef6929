using System.IO.Compression;
using Kws.Training.Negatives;

namespace Kws.Benchmarks.Training;

/// <summary>
/// Remakes the file of frames that <c>kws train --recordings</c> trains against, of the sound that it was made of
/// (src/Kws.Training/Negatives/CREDITS.md).
/// </summary>
internal static class NegativesFile
{
    /// <param name="folder">The folder that has <c>speech</c>, <c>speech-more</c>, <c>long-speech</c> and <c>noise</c>.</param>
    public static void Write(string folder)
    {
        NegativeFrames frames = NegativeFramesMaker.Make(
            [Path.Combine(folder, "speech"), Path.Combine(folder, "speech-more")],
            [Path.Combine(folder, "long-speech")],
            [Path.Combine(folder, "noise")]);
        string path = Path.Combine(Repository.Root, "src", "Kws.Training", "Negatives", "frames.br");
        using (var packed = new BrotliStream(File.Create(path), CompressionLevel.SmallestSize))
        {
            NegativeFramesFile.Write(frames, packed);
        }

        Console.WriteLine(
            $"{path}: {frames.Words.Length} words, {frames.Speech.Length} pieces of speech, {frames.Noise.Length} pieces of noise");
    }
}
