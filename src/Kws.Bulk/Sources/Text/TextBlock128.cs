using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kws.Bulk.Sources.Text;

/// <summary>A block in four registers: any processor.</summary>
internal readonly struct TextBlock128 : ITextBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextClasses Classify(ref readonly byte text)
    {
        Vector128<byte> zero = Vector128.Create((byte)'0');
        Vector128<byte> nine = Vector128.Create((byte)9);
        Vector128<byte> blank = Vector128.Create((byte)' ');
        Vector128<byte> tab = Vector128.Create((byte)'\t');
        Vector128<byte> minus = Vector128.Create((byte)'-');
        Vector128<byte> comma = Vector128.Create((byte)',');
        ulong digits = 0, minuses = 0, blanks = 0, commas = 0;
        for (int i = 0; i < ITextBlock.Size; i += Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(in text, (nuint)i);
            digits |= (ulong)Vector128.LessThanOrEqual(bytes - zero, nine).ExtractMostSignificantBits() << i;
            minuses |= (ulong)Vector128.Equals(bytes, minus).ExtractMostSignificantBits() << i;
            blanks |= (ulong)(Vector128.Equals(bytes, blank) | Vector128.Equals(bytes, tab)).ExtractMostSignificantBits() << i;
            commas |= (ulong)Vector128.Equals(bytes, comma).ExtractMostSignificantBits() << i;
        }

        return new(digits, minuses, blanks, commas);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref readonly byte text, ulong ends, ref sbyte values)
    {
        ref sbyte next = ref values;
        for (int i = 0; i < ITextBlock.Size; i += Vector128<byte>.Count)
        {
            next = ref Compression.Write(Values(ref Unsafe.Add(ref Unsafe.AsRef(in text), i)), (ushort)(ends >> i), ref next);
        }
    }

    /// <summary>The values of the integers that end right before each of 16 bytes; see <see cref="TextBlock512"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Values(ref byte text)
    {
        Vector128<byte> zero = Vector128.Create((byte)'0');
        Vector128<byte> times10 = Vector128.Create((byte)0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 0, 0, 0, 0, 0, 0);
        Vector128<byte> before3 = Vector128.LoadUnsafe(ref Unsafe.Subtract(ref text, 3));
        Vector128<byte> before2 = Vector128.LoadUnsafe(ref Unsafe.Subtract(ref text, 2));
        Vector128<byte> ones = Vector128.LoadUnsafe(ref Unsafe.Subtract(ref text, 1)) - zero;
        Vector128<byte> tens = before2 - zero;
        Vector128<byte> value = ones + Vector128.ShuffleNative(times10, tens);
        Vector128<byte> isTwoDigits = Vector128.LessThanOrEqual(tens, Vector128.Create((byte)9));
        Vector128<byte> beforeNumber = Vector128.ConditionalSelect(isTwoDigits, before3, before2);
        Vector128<byte> isNegative = Vector128.Equals(beforeNumber, Vector128.Create((byte)'-'));
        return (value ^ isNegative) - isNegative;
    }
}
