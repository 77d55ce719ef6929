using System.Collections.Immutable;
using Kws.Audio;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Training.Negatives;

/// <summary>Makes <see cref="NegativeFrames"/> of sound.</summary>
internal static class NegativeFramesMaker
{
    /// <summary>Makes the frames of folders. The same folders give the same frames on every processor.</summary>
    /// <param name="words">Folders in the layout of the Speech Commands data set, with its noise.</param>
    /// <param name="speech">Folders of running speech.</param>
    /// <param name="noise">Folders of noise, a folder for each kind.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="KwsFormatException">A file is damaged.</exception>
    public static NegativeFrames Make(IReadOnlyCollection<string> words, IEnumerable<string> speech, IEnumerable<string> noise)
    {
        var extractor = new FingerprintExtractor(NegativeFrames.FrontEnd);
        return new()
        {
            // By speakers: words of a voice follow each other.
            Words =
            [
                .. from clip in words.SelectMany(SpeechCommandsFolder.Clips)
                   where clip.Word != SpecialLabels.Silence
                   let file = Path.GetFileName(clip.Path)
                   let tenth = SpeakerSplit.TenthOf(file)
                   orderby tenth, file, clip.Word
                   select new FrameStream(clip.Word, tenth, Frames(Read(clip.Path), extractor, isWord: true)),
            ],
            Speech = Pieces(speech.SelectMany(ClipFolder.Find)),
            Noise = Pieces([.. noise.SelectMany(ClipFolder.Find), .. words.SelectMany(SpeechCommandsFolder.Noise)]),
        };

        ImmutableArray<FrameStream> Pieces(IEnumerable<string> paths) =>
        [
            .. from path in paths
               let file = Path.GetFileName(path)
               from piece in SoundPieces.Of(Read(path), NegativeFrames.FrontEnd.SampleRate).Index()
               let tenth = SpeakerSplit.TenthOf(file, piece: piece.Index)
               orderby tenth, file
               select new FrameStream(
                   Path.GetFileName(Path.GetDirectoryName(path)!), tenth, Frames(piece.Item, extractor, isWord: false)),
        ];
    }

    /// <summary>The frames of whole windows; of a word at least those of one fingerprint, with silence after its end.</summary>
    public static sbyte[] Frames(ReadOnlySpan<short> samples, FingerprintExtractor extractor, bool isWord)
    {
        FrontEnd front = extractor.FrontEnd;
        int whole = samples.Length < front.WindowLength ? 0 : 1 + ((samples.Length - front.WindowLength) / front.HopLength);
        int count = isWord ? Math.Max(front.FrameCount, whole) : whole;
        var frames = new sbyte[count * front.CoefficientCount];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<short> rest = samples[Math.Min(i * front.HopLength, samples.Length)..];
            extractor.ExtractFrame(
                rest[..Math.Min(rest.Length, front.WindowLength)],
                frames.AsSpan(i * front.CoefficientCount, front.CoefficientCount));
        }

        return frames;
    }

    private static short[] Read(string path) => WavFile.Read(path, NegativeFrames.FrontEnd.SampleRate);
}
