using Kws.Audio;

namespace Kws.Analysis.Clips;

/// <summary>The first second of a clip, whatever follows; a shorter clip counts as followed by silence.</summary>
/// <param name="extractor">The front end.</param>
public sealed class FirstSecond(FingerprintExtractor extractor) : IClipReading
{
    /// <inheritdoc/>
    public int Read(string path, Span<sbyte> fingerprint)
    {
        extractor.Extract(WavFile.Read(path, extractor.Options.SampleRate), fingerprint);
        return 0;
    }
}
