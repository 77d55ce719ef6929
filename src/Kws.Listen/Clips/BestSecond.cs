using System.Collections.Immutable;
using Kws.Audio;
using Kws.Fast;
using Kws.Model;

namespace Kws.Listen.Clips;

/// <summary>
/// The second of a clip in which a keyword is heard best: of all positions one hop apart whose label is a keyword, the one where it leads
/// the second best label by most; where no position has a keyword, the position with the largest lead. Of equal ones it is the first.
/// </summary>
/// <remarks>Keywords are all labels but <c>_silence_</c> and <c>_unknown_</c>.</remarks>
internal sealed class BestSecond : IClipReading
{
    /// <summary>Positions classified at a time: enough for a kernel's best rate.</summary>
    private const int BlockSize = 32;

    private readonly FingerprintExtractor _extractor;
    private readonly KwsClassifier _classifier;
    private readonly ImmutableArray<bool> _isKeyword;

    /// <summary>Makes a reading.</summary>
    /// <param name="extractor">The front end.</param>
    /// <param name="classifier">Labels the positions; its fingerprints are as long as the front end's.</param>
    public BestSecond(FingerprintExtractor extractor, KwsClassifier classifier)
    {
        _extractor = extractor;
        _classifier = classifier;
        _isKeyword = [.. classifier.Model.Labels.Select(label => label is not (SpecialLabels.Silence or SpecialLabels.Unknown))];
    }

    /// <inheritdoc/>
    public int Read(Clip clip, Span<sbyte> fingerprint) => Read(clip.Read(_extractor.FrontEnd.SampleRate), fingerprint);

    /// <inheritdoc/>
    public int Read(ReadOnlySpan<short> samples, Span<sbyte> fingerprint)
    {
        FrontEnd frontEnd = _extractor.FrontEnd;
        int positions = 1 + (Math.Max(samples.Length - frontEnd.ClipLength, 0) / frontEnd.HopLength);
        ReadOnlySpan<sbyte> frames = Frames(samples, positions + frontEnd.FrameCount - 1);
        int best = Best(frames, positions);
        At(frames, best).CopyTo(fingerprint);
        return best * frontEnd.HopLength;
    }

    /// <summary>Every frame once, though most belong to many positions: fingerprints that follow each other without overlap.</summary>
    private sbyte[] Frames(ReadOnlySpan<short> samples, int count)
    {
        FrontEnd frontEnd = _extractor.FrontEnd;
        int fingerprints = (count + frontEnd.FrameCount - 1) / frontEnd.FrameCount;
        var frames = new sbyte[fingerprints * _extractor.FingerprintLength];
        for (int i = 0; i < fingerprints; i++)
        {
            _extractor.Extract(
                samples[Math.Min(i * frontEnd.FrameCount * frontEnd.HopLength, samples.Length)..],
                frames.AsSpan(i * _extractor.FingerprintLength, _extractor.FingerprintLength));
        }

        return frames;
    }

    private int Best(ReadOnlySpan<sbyte> frames, int positions)
    {
        int length = _extractor.FingerprintLength;
        Span<sbyte> fingerprints = new sbyte[BlockSize * length];
        Span<Classification> classifications = stackalloc Classification[BlockSize];
        (bool IsKeyword, long Margin) best = default;
        int bestPosition = -1;
        for (int first = 0; first < positions; first += BlockSize)
        {
            int count = Math.Min(BlockSize, positions - first);
            for (int i = 0; i < count; i++)
            {
                At(frames, first + i).CopyTo(fingerprints[(i * length)..]);
            }

            _classifier.Classify(fingerprints[..(count * length)], classifications[..count]);
            for (int i = 0; i < count; i++)
            {
                (bool, long) candidate = (_isKeyword[classifications[i].Label], classifications[i].Margin);
                if (bestPosition < 0 || candidate.CompareTo(best) > 0)
                {
                    best = candidate;
                    bestPosition = first + i;
                }
            }
        }

        return bestPosition;
    }

    private ReadOnlySpan<sbyte> At(ReadOnlySpan<sbyte> frames, int position) =>
        frames.Slice(position * _extractor.FrontEnd.CoefficientCount, _extractor.FingerprintLength);
}
