namespace Kws.Audio.Wav;

/// <summary>The storage of the samples of a WAV file: blocks of one sample per channel, little-endian.</summary>
internal readonly record struct WavFormat(SampleKind Kind, int SampleRate, int Channels, int BytesPerSample)
{
    /// <summary>Bytes of one sample of all channels.</summary>
    public int BlockAlign => Channels * BytesPerSample;
}
