namespace Kws.Audio.Wav;

/// <summary>How the samples of a WAV file are stored: blocks of one sample a channel, little-endian.</summary>
internal readonly record struct WavFormat(SampleKind Kind, int SampleRate, int Channels, int BytesPerSample)
{
    /// <summary>Bytes of one sample of all channels.</summary>
    public int BlockAlign => Channels * BytesPerSample;
}
