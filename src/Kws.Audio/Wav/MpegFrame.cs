namespace Kws.Audio.Wav;

/// <summary>
/// The header of a frame of MPEG audio, layer III (ISO/IEC 11172-3 and 13818-3). Its first bytes may be those of a sample: only a second
/// frame where the first one ends tells an MP3 file from sound.
/// </summary>
internal static class MpegFrame
{
    private const int HeaderLength = 4;

    // Kilobits a second by the index in the header; index 0 is a free choice and 15 is forbidden.
    private static readonly int[] Version1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    private static readonly int[] Version2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    private static readonly int[] Rates = [44_100, 48_000, 32_000, 0];

    /// <summary>True for the first bytes of a header.</summary>
    public static bool IsSync(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] is 0xFB or 0xFA or 0xF3 or 0xF2;

    /// <summary>True if another frame begins where the first one ends. The source stays where it is.</summary>
    public static bool FollowsAnother(ByteSource source)
    {
        if (!source.Fill(HeaderLength) || Length(source.Buffered) is not (> 0 and int length) || !source.Fill(length + 2))
        {
            return false;
        }

        return IsSync(source.Buffered[length..]) && source.Buffered[length + 1] == source.Buffered[1];
    }

    /// <summary>The bytes of a frame; 0 if the header is none.</summary>
    private static int Length(ReadOnlySpan<byte> header)
    {
        bool isVersion1 = (header[1] & 8) != 0;
        int kilobits = (isVersion1 ? Version1 : Version2)[header[2] >> 4];
        int rate = Rates[(header[2] >> 2) & 3] / (isVersion1 ? 1 : 2);
        return kilobits == 0 || rate == 0 ? 0 : ((isVersion1 ? 144_000 : 72_000) * kilobits / rate) + ((header[2] >> 1) & 1);
    }
}
