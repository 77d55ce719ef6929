namespace Kws.Audio;

/// <summary>The format of sound without a header: blocks of one sample per channel, little-endian.</summary>
/// <param name="Encoding">The storage of a sample.</param>
/// <param name="SampleRate">
/// The rate in Hz: <see cref="WavFile.LowestSampleRate"/> to <see cref="WavFile.HighestSampleRate"/>.
/// </param>
/// <param name="Channels">The channels, 1 to <see cref="MaxChannels"/>.</param>
public sealed record RawSoundFormat(SampleEncoding Encoding, int SampleRate, int Channels = 1)
{
    /// <summary>The most channels.</summary>
    public const int MaxChannels = 256;
}

/// <summary>The storage of a sample of sound without a header.</summary>
public enum SampleEncoding
{
    /// <summary>Signed integers of 16 bits.</summary>
    Pcm16,

    /// <summary>Signed integers of 24 bits in three bytes: <c>S24_3LE</c> of ALSA, <c>s24le</c> of ffmpeg.</summary>
    Pcm24,

    /// <summary>Signed integers of 32 bits.</summary>
    Pcm32,

    /// <summary>IEEE floats of 32 bits; full scale is 1.</summary>
    IeeeFloat,
}
