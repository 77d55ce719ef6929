using System.Buffers.Binary;

namespace Kws.Audio.Wav;

/// <summary>One way to store a sample, decoded to the scale of 16 bits: [-32,768, 32,768].</summary>
internal interface ISampleEncoding
{
    static abstract double Decode(ReadOnlySpan<byte> sample);
}

/// <summary>Unsigned: 128 is silence.</summary>
internal readonly struct Pcm8 : ISampleEncoding
{
    public static double Decode(ReadOnlySpan<byte> sample) => (sample[0] - 128) * 256.0;
}

internal readonly struct Pcm16 : ISampleEncoding
{
    public static double Decode(ReadOnlySpan<byte> sample) => BinaryPrimitives.ReadInt16LittleEndian(sample);
}

internal readonly struct Pcm24 : ISampleEncoding
{
    public static double Decode(ReadOnlySpan<byte> sample) =>
        ((BinaryPrimitives.ReadInt16LittleEndian(sample[1..]) << 8) | sample[0]) / 256.0;
}

internal readonly struct Pcm32 : ISampleEncoding
{
    public static double Decode(ReadOnlySpan<byte> sample) => BinaryPrimitives.ReadInt32LittleEndian(sample) / 65536.0;
}

/// <summary>Full scale is 1. What is not finite stays so, for the caller to see.</summary>
internal readonly struct Float32 : ISampleEncoding
{
    public static double Decode(ReadOnlySpan<byte> sample) => Float64.Saturate(BinaryPrimitives.ReadSingleLittleEndian(sample));
}

/// <summary>Full scale is 1. What is not finite stays so, for the caller to see.</summary>
internal readonly struct Float64 : ISampleEncoding
{
    public static double Decode(ReadOnlySpan<byte> sample) => Saturate(BinaryPrimitives.ReadDoubleLittleEndian(sample));

    public static double Saturate(double value) => double.IsFinite(value) ? Math.Clamp(value, -1, 1) * 32768 : value;
}

internal readonly struct ALaw : ISampleEncoding
{
    public static double Decode(ReadOnlySpan<byte> sample) => Companded.ALaw[sample[0]];
}

internal readonly struct MuLaw : ISampleEncoding
{
    public static double Decode(ReadOnlySpan<byte> sample) => Companded.MuLaw[sample[0]];
}
