namespace Kws.Audio.Wav;

/// <summary>The storage of the samples of a WAV file: blocks of one sample per channel, little-endian.</summary>
/// <param name="Kind">The way in which a sample is stored.</param>
/// <param name="SampleRate">The rate in Hz.</param>
/// <param name="Channels">The samples of a block.</param>
/// <param name="BytesPerSample">The bytes of a sample.</param>
/// <param name="Channel">The channel that is heard, counted from 0; null for the mean of all.</param>
internal readonly record struct WavFormat(SampleKind Kind, int SampleRate, int Channels, int BytesPerSample, int? Channel = null)
{
    /// <summary>Bytes of one sample of all channels.</summary>
    public int BlockAlign => Channels * BytesPerSample;
}
