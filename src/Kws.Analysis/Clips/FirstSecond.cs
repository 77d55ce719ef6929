using System.Buffers;
using Kws.Audio;

namespace Kws.Analysis.Clips;

/// <summary>The first second of a clip, whatever follows; a shorter clip counts as followed by silence.</summary>
/// <param name="extractor">The front end.</param>
public sealed class FirstSecond(FingerprintExtractor extractor) : IClipReading
{
    private int _longerClips;

    /// <summary>How many clips had at least a hop more, so that <see cref="BestSecond"/> may find another second.</summary>
    public int LongerClips => Volatile.Read(ref _longerClips);

    /// <inheritdoc/>
    public int Read(string path, Span<sbyte> fingerprint)
    {
        FingerprintOptions options = extractor.Options;
        int longer = options.ClipLength + options.HopLength;
        short[] samples = ArrayPool<short>.Shared.Rent(longer);
        int count = WavFile.Read(path, options.SampleRate, samples.AsSpan(0, longer));
        if (count == longer)
        {
            Interlocked.Increment(ref _longerClips);
        }

        extractor.Extract(samples.AsSpan(0, Math.Min(count, options.ClipLength)), fingerprint);
        ArrayPool<short>.Shared.Return(samples);
        return 0;
    }
}
