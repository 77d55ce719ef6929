using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Kws.Model;

namespace Kws.Bulk.Sources.Text;

/// <summary>
/// Reads a line of nothing but integers of one or two digits, 64 bytes at a time. Whether it is such a line is a matter of bit masks, in
/// which a shift by one bit asks what stands before a byte.
/// </summary>
internal static class PlainLine
{
    /// <summary>The number of bytes read before a line.</summary>
    public const int RoomBefore = 3;

    /// <summary>The largest number of bytes read after a line.</summary>
    public const int RoomBehind = ITextBlock.Size;

    /// <summary>The number of values overwritten after a fingerprint.</summary>
    public const int Slack = ITextBlock.Size;

    /// <summary>Reads a line with the widest registers that there are.</summary>
    /// <param name="line">
    /// The line without its line break. <see cref="RoomBefore"/> bytes before and <see cref="RoomBehind"/> behind it can be read; those
    /// next to it are neither digit nor sign.
    /// </param>
    /// <param name="values">Room for a fingerprint and <see cref="Slack"/>.</param>
    /// <param name="count">How many values the fingerprint has.</param>
    /// <param name="bits">The bits of a value.</param>
    /// <returns>False if the line is something else, which may well be a fingerprint.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, Span<sbyte> values, int count, int bits) =>
        Avx512Vbmi2.IsSupported ? TryRead<TextBlock512>(line, values, count, bits)
        : Avx2.IsSupported ? TryRead<TextBlock256>(line, values, count, bits)
        : TryRead<TextBlock128>(line, values, count, bits);

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, Span{sbyte}, int, int)"/>
    public static bool TryRead<TBlock>(ReadOnlySpan<byte> line, Span<sbyte> values, int count, int bits = SixBit.Bits)
        where TBlock : ITextBlock
    {
        if (values.Length < count + Slack)
        {
            return false;
        }

        ref byte text = ref MemoryMarshal.GetReference(line);
        ref sbyte first = ref MemoryMarshal.GetReference(values);
        int found = 0;

        // What the last block leaves to the next one; the line begins as if a blank stood before it.
        ulong digitBefore = 0, digitsBefore = 0, minusBefore = 0, separatorBefore = 1;
        for (int i = 0; i <= line.Length; i += ITextBlock.Size)
        {
            (ulong digits, ulong minuses, ulong blanks, ulong commas) = TBlock.Classify(ref Unsafe.Add(ref text, i));
            int rest = line.Length - i;
            if (rest < ITextBlock.Size)
            {
                // The line break is a blank, and so is all behind it.
                ulong inside = (1UL << rest) - 1;
                digits &= inside;
                minuses &= inside;
                commas &= inside;
                blanks |= ~inside;
            }

            ulong separators = blanks | commas;
            ulong afterDigit = (digits << 1) | digitBefore;
            ulong afterDigits = ((digits & afterDigit) << 1) | digitsBefore;
            ulong afterMinus = (minuses << 1) | minusBefore;
            ulong afterSeparator = (separators << 1) | separatorBefore;
            ulong refused = ~(digits | minuses | separators) // another character
                | (digits & afterDigits) // a third digit
                | (minuses & ~afterSeparator)
                | (afterMinus & ~digits)
                | (commas & ~afterDigit);
            if (refused != 0)
            {
                return false;
            }

            // A separator behind a digit ends a value.
            ulong ends = separators & afterDigit;
            TBlock.Write(ref Unsafe.Add(ref text, i), ends, ref Unsafe.Add(ref first, found));
            found += BitOperations.PopCount(ends);
            if (found > count)
            {
                return false;
            }

            digitBefore = digits >> 63;
            digitsBefore = (digits & afterDigit) >> 63;
            minusBefore = minuses >> 63;
            separatorBefore = separators >> 63;
        }

        int min = -1 << (bits - 1);
        return found == count && !values[..count].ContainsAnyExceptInRange((sbyte)min, (sbyte)~min);
    }
}
