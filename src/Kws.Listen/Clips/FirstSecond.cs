using System.Buffers;
using Kws.Audio;

namespace Kws.Listen.Clips;

/// <summary>The first second of a clip, whatever follows; a shorter clip counts as followed by silence.</summary>
/// <param name="extractor">The front end.</param>
internal sealed class FirstSecond(FingerprintExtractor extractor) : IClipReading
{
    /// <summary>With a hop more <see cref="BestSecond"/> has two seconds to choose from.</summary>
    private readonly int _longer = extractor.FrontEnd.ClipLength + extractor.FrontEnd.HopLength;

    /// <inheritdoc/>
    public ClipSecondRead Read(Clip clip, Span<sbyte> fingerprint)
    {
        short[] samples = ArrayPool<short>.Shared.Rent(_longer);
        int count = clip.Read(extractor.FrontEnd.SampleRate, samples.AsSpan(0, _longer));
        ClipSecondRead second = Read(samples.AsSpan(0, count), fingerprint);
        ArrayPool<short>.Shared.Return(samples);
        return second;
    }

    /// <inheritdoc/>
    public ClipSecondRead Read(ReadOnlySpan<short> samples, Span<sbyte> fingerprint)
    {
        extractor.Extract(samples[..Math.Min(samples.Length, extractor.FrontEnd.ClipLength)], fingerprint);
        return new ClipSecondRead(0, IsCut: samples.Length >= _longer);
    }
}
