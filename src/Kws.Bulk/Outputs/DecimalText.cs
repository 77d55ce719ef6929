using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kws.Bulk.Outputs;

/// <summary>Writes integers in decimal, eight digits at once in the bytes of one 64-bit word.</summary>
internal static class DecimalText
{
    /// <summary>The longest number, and room for the eight bytes that are always stored.</summary>
    public const int MaxLength = 20 + 8;

    private const uint EightDigits = 100_000_000;

    /// <summary>
    /// Writes a number and returns how many bytes it has. Up to <see cref="MaxLength"/> bytes behind the start are overwritten.
    /// </summary>
    public static int Write(ref byte destination, long value)
    {
        int sign = 0;
        ulong magnitude = (ulong)value;
        if (value < 0)
        {
            destination = (byte)'-';
            sign = 1;
            magnitude = 0 - magnitude;
        }

        return sign + Write(ref Unsafe.Add(ref destination, sign), magnitude);
    }

    private static int Write(ref byte destination, ulong value)
    {
        if (value < EightDigits)
        {
            ulong digits = Digits((uint)value);

            // The first digit is in the lowest byte; 0 keeps its last digit.
            int leading = BitOperations.TrailingZeroCount(digits | (1UL << 56)) / 8;
            Store(ref destination, (digits | AsciiZeros) >> (leading * 8));
            return 8 - leading;
        }

        (ulong high, ulong low) = Math.DivRem(value, EightDigits);
        int length = Write(ref destination, high);
        Store(ref Unsafe.Add(ref destination, length), Digits((uint)low) | AsciiZeros);
        return length + 8;
    }

    private const ulong AsciiZeros = 0x3030_3030_3030_3030;

    /// <summary>
    /// Eight digits, the first one in the lowest byte. Halves are split by multiplying with a rounded-up reciprocal, in two, then four
    /// lanes at once; a lane's quotient goes down, its remainder up: q + ((x - 100 q) &lt;&lt; n) = (x &lt;&lt; n) - q ((100 &lt;&lt; n) -
    /// 1).
    /// </summary>
    private static ulong Digits(uint value)
    {
        Debug.Assert(value < EightDigits);

        // Two lanes of 32 bits, each below 10,000. (The quotient by a constant is the compiler's.)
        uint high = value / 10_000;
        ulong lanes = high | ((ulong)(value - (high * 10_000)) << 32);

        // Four lanes of 16 bits, each below 100: x / 100 = x * 10,486 >> 20 for x < 10,000.
        ulong quotients = ((lanes * 10_486) >> 20) & 0x0000_007F_0000_007F;
        lanes = (lanes << 16) - (quotients * ((100 << 16) - 1));

        // Eight lanes of 8 bits, each below 10: x / 10 = x * 103 >> 10 for x < 100.
        quotients = ((lanes * 103) >> 10) & 0x000F_000F_000F_000F;
        return (lanes << 8) - (quotients * ((10 << 8) - 1));
    }

    private static void Store(ref byte destination, ulong bytes) =>
        Unsafe.WriteUnaligned(ref destination, BitConverter.IsLittleEndian ? bytes : BinaryPrimitives.ReverseEndianness(bytes));
}
