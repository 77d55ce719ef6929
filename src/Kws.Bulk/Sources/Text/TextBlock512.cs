using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kws.Bulk.Sources.Text;

/// <summary>A block in one register: AVX-512 with VBMI2, which moves the values between the gaps together in one instruction.</summary>
internal readonly struct TextBlock512 : ITextBlock
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TextClasses Classify(ref readonly byte text)
    {
        Vector512<byte> bytes = Vector512.LoadUnsafe(in text);
        return new(
            Vector512.LessThanOrEqual(bytes - Vector512.Create((byte)'0'), Vector512.Create((byte)9)).ExtractMostSignificantBits(),
            Vector512.Equals(bytes, Vector512.Create((byte)'-')).ExtractMostSignificantBits(),
            (Vector512.Equals(bytes, Vector512.Create((byte)' ')) | Vector512.Equals(bytes, Vector512.Create((byte)'\t')))
                .ExtractMostSignificantBits(),
            Vector512.Equals(bytes, Vector512.Create((byte)',')).ExtractMostSignificantBits());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(ref readonly byte text, ulong ends, ref sbyte values)
    {
        Vector512<byte> zero = Vector512.Create((byte)'0');
        Vector512<byte> nine = Vector512.Create((byte)9);
        Vector512<byte> times10 = Vector512.Create(Vector128.Create((byte)0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 0, 0, 0, 0, 0, 0));

        // Lane i looks back from byte i: at the last digit, at the one before it or the sign, at the sign before two digits.
        Vector512<byte> before3 = Vector512.LoadUnsafe(ref Unsafe.Subtract(ref Unsafe.AsRef(in text), 3));
        Vector512<byte> before2 = Vector512.LoadUnsafe(ref Unsafe.Subtract(ref Unsafe.AsRef(in text), 2));
        Vector512<byte> ones = Vector512.LoadUnsafe(ref Unsafe.Subtract(ref Unsafe.AsRef(in text), 1)) - zero;
        Vector512<byte> tens = before2 - zero;

        // The table gives 0 where the index has its upper bit set, as all accepted bytes but digits have it less '0'.
        Vector512<byte> value = ones + ByteLookup.In(times10, tens);
        Vector512<byte> beforeNumber = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(tens, nine), before3, before2);
        Vector512<byte> isNegative = Vector512.Equals(beforeNumber, Vector512.Create((byte)'-'));
        value = Vector512.ConditionalSelect(isNegative, Vector512<byte>.Zero - value, value);

        // The ends are found once more: bits of a general register cannot become a mask of lanes in one step.
        Vector512<byte> behind = Vector512.LoadUnsafe(in text) - zero;
        Vector512<byte> behindDigit = Vector512.ConditionalSelect(Vector512.LessThanOrEqual(ones, nine), behind, Vector512<byte>.Zero);
        Compression.Write(value, Vector512.GreaterThan(behindDigit, nine), ref values);
    }
}
