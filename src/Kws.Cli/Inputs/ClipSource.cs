using System.Buffers;
using Kws.Audio;
using Kws.Bulk;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli;

/// <summary>A clip of sound.</summary>
/// <param name="Path">The file, or the name of the stream in messages.</param>
/// <param name="Word">The word that is spoken, or null.</param>
/// <param name="Stream">The WAV file, if it is none that has a path.</param>
internal sealed record ClipFile(string Path, string? Word, Stream? Stream = null);

/// <summary>
/// The fingerprints of one second of clips: the first, or in a data set that with the word. The threads that load blocks read and transform
/// the sound.
/// </summary>
internal sealed class ClipSource(
    string name, TensorShape shape, IReadOnlyList<ClipFile> clips, FingerprintExtractor extractor, bool findsWord)
    : FingerprintSource(name, shape)
{
    /// <summary>Few enough that no thread waits long for the last block.</summary>
    private const int ClipsOfBlock = 32;

    public override long? Count => clips.Count;

    internal override long? Length => clips.Count;

    internal override ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long end = Math.Min(clips.Count, block.Start.Offset + ClipsOfBlock);
        block.End = new(end, end);
        return ValueTask.FromResult(end > block.Start.Offset);
    }

    internal override void Load(FingerprintBlock block)
    {
        int rate = extractor.FrontEnd.SampleRate;
        short[] samples = ArrayPool<short>.Shared.Rent(extractor.FrontEnd.ClipLength);
        Span<short> second = samples.AsSpan(0, extractor.FrontEnd.ClipLength);
        for (long i = block.Start.Offset; i < block.End.Offset; i++)
        {
            ClipFile clip = clips[(int)i];
            try
            {
                ReadOnlySpan<short> sound =
                    clip.Stream is not null ? second[..WavFile.Read(clip.Stream, clip.Path, rate, second)]
                    : findsWord ? WordSecond.Of(WavFile.Read(clip.Path, rate), extractor.FrontEnd)
                    : second[..WavFile.Read(clip.Path, rate, second)];
                extractor.Extract(sound, block.Fingerprint(block.Count));
                block.Tags?.Add(new(clip.Word, clip.Path, 0));
                block.Count++;
            }
            catch (Exception e) when (
                e is KwsFormatException or IOException or UnauthorizedAccessException or ArgumentException { ParamName: "path" })
            {
                block.Bad.Add(Files.BadClip(clip.Path, e));
            }
        }

        ArrayPool<short>.Shared.Return(samples);
    }

    internal override BadFingerprint? Examine(FingerprintBlock block, int index)
    {
        int bad = block.Fingerprint(index).IndexOfAnyExceptInRange((sbyte)MinValue, (sbyte)MaxValue);
        return bad < 0 ? null : block.Describe(index, $"value {bad} is {block.Fingerprint(index)[bad]}, expected {MinValue} to {MaxValue}");
    }
}
