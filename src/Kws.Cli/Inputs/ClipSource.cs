using Kws.Audio;
using Kws.Bulk;
using Kws.Listen;
using Kws.Listen.Clips;
using Kws.Model;

namespace Kws.Cli;

/// <summary>A clip of sound.</summary>
/// <param name="Clip">The WAV file.</param>
/// <param name="Word">The word that is spoken, or null.</param>
internal sealed record WordClip(Clip Clip, string? Word);

/// <summary>
/// The fingerprints of the second of each clip that has the word. The threads that load blocks read and transform the sound.
/// </summary>
internal sealed class ClipSource(string name, TensorShape shape, IReadOnlyList<WordClip> clips, FingerprintExtractor extractor)
    : FingerprintSource(name, shape)
{
    /// <summary>Few enough that no thread waits long for the last block.</summary>
    private const int ClipsOfBlock = 32;

    private readonly WordSecond _second = new(extractor);

    public override long? Count => clips.Count;

    internal override long? Length => clips.Count;

    internal override ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long end = Math.Min(Stop?.Offset ?? clips.Count, block.Start.Offset + ClipsOfBlock);
        block.End = new(end, end);
        return ValueTask.FromResult(end > block.Start.Offset);
    }

    internal override SourcePosition? Find(long index) => new(index, index);

    internal override void Seek(SourcePosition position)
    {
        // Positions say all themselves.
    }

    internal override void Load(FingerprintBlock block)
    {
        for (long i = block.Start.Offset; i < block.End.Offset; i++)
        {
            (Clip clip, string? word) = clips[(int)i];
            try
            {
                _second.Read(clip, block.Fingerprint(block.Count));
                block.Tags?.Add(new(word, clip.Name, 0));
                block.Count++;
            }
            catch (Exception e) when (
                e is KwsFormatException or IOException or UnauthorizedAccessException or ArgumentException { ParamName: "path" })
            {
                block.Bad.Add(Files.BadClip(clip.Name, e));
            }
        }
    }

    internal override BadFingerprint? Examine(FingerprintBlock block, int index)
    {
        int bad = block.Fingerprint(index).IndexOfAnyExceptInRange((sbyte)MinValue, (sbyte)MaxValue);
        return bad < 0 ? null : block.Describe(index, $"value {bad} is {block.Fingerprint(index)[bad]}, expected {MinValue} to {MaxValue}");
    }
}
