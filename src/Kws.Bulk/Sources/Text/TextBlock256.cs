using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kws.Bulk.Sources.Text;

/// <summary>A block in two registers: AVX2.</summary>
internal readonly struct TextBlock256 : ITextBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextClasses Classify(ref readonly byte text)
    {
        Vector256<byte> low = Vector256.LoadUnsafe(in text);
        Vector256<byte> high = Vector256.LoadUnsafe(in text, 32);
        Vector256<byte> zero = Vector256.Create((byte)'0');
        Vector256<byte> nine = Vector256.Create((byte)9);
        Vector256<byte> blank = Vector256.Create((byte)' ');
        Vector256<byte> tab = Vector256.Create((byte)'\t');
        Vector256<byte> minus = Vector256.Create((byte)'-');
        Vector256<byte> comma = Vector256.Create((byte)',');
        return new(
            Mask(Vector256.LessThanOrEqual(low - zero, nine), Vector256.LessThanOrEqual(high - zero, nine)),
            Mask(Vector256.Equals(low, minus), Vector256.Equals(high, minus)),
            Mask(Vector256.Equals(low, blank) | Vector256.Equals(low, tab), Vector256.Equals(high, blank) | Vector256.Equals(high, tab)),
            Mask(Vector256.Equals(low, comma), Vector256.Equals(high, comma)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref readonly byte text, ulong ends, ref sbyte values)
    {
        ref sbyte next = ref values;
        for (int i = 0; i < ITextBlock.Size; i += Vector256<byte>.Count)
        {
            Vector256<byte> value = Values(ref Unsafe.Add(ref Unsafe.AsRef(in text), i));
            next = ref Compression.Write(value.GetLower(), (ushort)(ends >> i), ref next);
            next = ref Compression.Write(value.GetUpper(), (ushort)(ends >> (i + 16)), ref next);
        }
    }

    /// <summary>The values of the integers that end right before each of 32 bytes; see <see cref="TextBlock512"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Values(ref byte text)
    {
        Vector256<byte> zero = Vector256.Create((byte)'0');
        Vector256<byte> times10 = Vector256.Create(Vector128.Create((byte)0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 0, 0, 0, 0, 0, 0));
        Vector256<byte> before3 = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref text, 3));
        Vector256<byte> before2 = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref text, 2));
        Vector256<byte> ones = Vector256.LoadUnsafe(ref Unsafe.Subtract(ref text, 1)) - zero;
        Vector256<byte> tens = before2 - zero;
        Vector256<byte> value = ones + ByteLookup.In(times10, tens);
        Vector256<byte> isTwoDigits = Vector256.LessThanOrEqual(tens, Vector256.Create((byte)9));
        Vector256<byte> beforeNumber = Vector256.ConditionalSelect(isTwoDigits, before3, before2);
        Vector256<byte> isNegative = Vector256.Equals(beforeNumber, Vector256.Create((byte)'-'));
        return (value ^ isNegative) - isNegative;
    }

    private static ulong Mask(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
