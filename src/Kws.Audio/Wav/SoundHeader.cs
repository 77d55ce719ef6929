using Kws.Model;

namespace Kws.Audio.Wav;

/// <summary>The format of sound: that of its header, or the one that was named for sound without.</summary>
/// <param name="Data">The sound behind the header.</param>
/// <param name="IsWav">True if there is a header.</param>
internal readonly record struct SoundHeader(WavData Data, bool IsWav)
{
    /// <summary>Leaves the source at the first byte of sound.</summary>
    /// <param name="source">The source.</param>
    /// <param name="name">Its name in messages.</param>
    /// <param name="raw">The format of sound without a header; null if there must be one.</param>
    /// <exception cref="KwsFormatException">It is not sound that is read.</exception>
    public static SoundHeader Read(ByteSource source, string name, RawSoundFormat? raw)
    {
        source.Fill(FileSignature.Length);
        if (raw is null || IsWavFile(source.Buffered))
        {
            return new(new WavHeader(source, name).Read(), IsWav: true);
        }

        if (FileSignature.Of(source.Buffered) is { } other && !(MpegFrame.IsSync(source.Buffered) && !MpegFrame.FollowsAnother(source)))
        {
            throw other.Refuse(name, "a WAV file or raw samples");
        }

        int bytes = raw.Encoding switch { SampleEncoding.Pcm16 => 2, SampleEncoding.Pcm24 => 3, _ => 4 };
        SampleKind kind = raw.Encoding == SampleEncoding.IeeeFloat ? SampleKind.Float : SampleKind.Pcm;
        return new(new(new WavFormat(kind, raw.SampleRate, raw.Channels, bytes), long.MaxValue, WavExtent.Open), IsWav: false);
    }

    private static bool IsWavFile(ReadOnlySpan<byte> head) =>
        head.Length >= ChunkId.Length && ChunkId.Text(head[..ChunkId.Length]) is "RIFF" or "RF64" or "BW64";
}
