using System.Buffers;
using Kws.Audio;

namespace Kws.Analysis.Clips;

/// <summary>The first second of a clip, whatever follows; a shorter clip counts as followed by silence.</summary>
/// <param name="extractor">The front end.</param>
public sealed class FirstSecond(FingerprintExtractor extractor) : IClipReading
{
    /// <inheritdoc/>
    public int Read(string path, Span<sbyte> fingerprint)
    {
        FingerprintOptions options = extractor.Options;
        short[] samples = ArrayPool<short>.Shared.Rent(options.ClipLength);
        int count = WavFile.Read(path, options.SampleRate, samples.AsSpan(0, options.ClipLength));
        extractor.Extract(samples.AsSpan(0, count), fingerprint);
        ArrayPool<short>.Shared.Return(samples);
        return 0;
    }
}
