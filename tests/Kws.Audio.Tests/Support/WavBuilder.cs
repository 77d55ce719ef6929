using System.Runtime.InteropServices;
using System.Text;

namespace Kws.Audio.Tests.Support;

/// <summary>Builds WAV files chunk by chunk, whole ones and damaged ones.</summary>
internal static class WavBuilder
{
    public const int Pcm = 1;
    public const int Float = 3;

    /// <summary>One channel of 16 bits.</summary>
    public static byte[] Of(int rate, params ReadOnlySpan<short> samples) => RiffFile(Format(rate: rate), Data(Pcm16(samples)));

    public static byte[] RiffFile(params byte[][] chunks) =>
        [.. RiffHeader("RIFF", (uint)chunks.Sum(chunk => chunk.Length) + 4), .. chunks.SelectMany(chunk => chunk)];

    /// <summary>The first 12 bytes.</summary>
    public static byte[] RiffHeader(string id, uint size, string form = "WAVE") => [.. Id(id), .. BitConverter.GetBytes(size), .. Id(form)];

    public static byte[] Data(byte[] content, uint? size = null) => Chunk("data", content, size);

    /// <summary>A chunk with its pad byte; the size may be a lie.</summary>
    public static byte[] Chunk(string id, byte[] content, uint? size = null) =>
        [.. Id(id), .. BitConverter.GetBytes(size ?? (uint)content.Length), .. content, .. new byte[content.Length % 2]];

    public static byte[] Format(int number = Pcm, int channels = 1, int rate = 16_000, int bits = 16, int? blockAlign = null) =>
        Chunk("fmt ", FormatContent(number, channels, rate, bits, blockAlign));

    /// <summary>A format chunk of 40 bytes with a sub-format.</summary>
    public static byte[] Extensible(Guid subFormat, int channels, int bits, int validBits) => Chunk("fmt ",
        [
            .. FormatContent(0xFFFE, channels, 16_000, bits, null),
            .. Word(22), .. Word(validBits), .. BitConverter.GetBytes(0), .. subFormat.ToByteArray(),
        ]);

    public static Guid SubFormat(int number) => new(number, 0, 0x0010, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71);

    public static byte[] FormatContent(int number, int channels, int rate, int bits, int? blockAlign)
    {
        int block = blockAlign ?? channels * ((bits + 7) / 8);
        byte[] rates = [.. BitConverter.GetBytes(rate), .. BitConverter.GetBytes(rate * block)];
        return [.. Word(number), .. Word(channels), .. rates, .. Word(block), .. Word(bits)];
    }

    /// <summary>A chunk ds64, with the sizes that need more than 32 bits.</summary>
    public static byte[] LongSizes(ulong file, ulong data) =>
        Chunk("ds64", [.. BitConverter.GetBytes(file), .. BitConverter.GetBytes(data), .. new byte[12]]);

    public static byte[] Pcm16(params ReadOnlySpan<short> samples) => MemoryMarshal.AsBytes(samples).ToArray();

    public static byte[] Pcm24(params int[] samples) => [.. samples.SelectMany(sample => BitConverter.GetBytes(sample)[..3])];

    public static byte[] Pcm32(params int[] samples) => [.. samples.SelectMany(BitConverter.GetBytes)];

    public static byte[] Float32(params float[] samples) => [.. samples.SelectMany(BitConverter.GetBytes)];

    public static byte[] Float64(params double[] samples) => [.. samples.SelectMany(BitConverter.GetBytes)];

    private static byte[] Id(string id) => Encoding.Latin1.GetBytes(id);

    private static byte[] Word(int value) => BitConverter.GetBytes((ushort)value);
}
