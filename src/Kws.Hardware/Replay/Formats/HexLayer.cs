using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>
/// A layer as hexadecimal numbers in two's complement, as <c>$writememh</c> of Verilog writes them: separated by white space, with
/// comments, and with addresses after <c>@</c>.
/// </summary>
/// <param name="expected">The layer.</param>
/// <param name="provenBits">The bits that hold every value of the layer.</param>
/// <param name="statedBits">The bits of a number, if the user has stated them.</param>
/// <param name="file">The file in messages.</param>
internal sealed class HexLayer(ExpectedLayer expected, int provenBits, int? statedBits, string file)
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\r\f\v,/");

    private readonly long?[] _words = new long?[expected.Shape.Count];
    private int _address;
    private int _digits;
    private int _line;
    private bool _inComment;

    public RecordedLayer Read(TextReader reader)
    {
        while (reader.ReadLine() is { } text)
        {
            _line++;
            ReadLine(text);
        }

        int missing = Array.IndexOf(_words, null);
        if (_inComment)
        {
            throw new KwsFormatException(file, _line, "the file ends within a comment, expected '*/'");
        }

        return missing < 0
            ? expected.Record(Readings([.. _words.Select(word => word!.Value)]), [], file)
            : throw new KwsFormatException(file, 0, $"there is no value at address {missing:x}, expected {expected}");
    }

    private void ReadLine(string text)
    {
        int position = 0;
        while (position < text.Length)
        {
            if (_inComment)
            {
                int end = text.IndexOf("*/", position, StringComparison.Ordinal);
                _inComment = end < 0;
                position = end < 0 ? text.Length : end + 2;
            }
            else if (text.AsSpan(position).StartsWith("//"))
            {
                return;
            }
            else if (text.AsSpan(position).StartsWith("/*"))
            {
                _inComment = true;
                position += 2;
            }
            else if (char.IsWhiteSpace(text[position]) || text[position] == ',')
            {
                position++;
            }
            else
            {
                int length = text.AsSpan(position).IndexOfAny(WordEnds);
                ReadOnlySpan<char> word = length < 0 ? text.AsSpan(position) : text.AsSpan(position, Math.Max(length, 1));
                position += word.Length;
                ReadWord(word);
            }
        }
    }

    private void ReadWord(ReadOnlySpan<char> word)
    {
        if (word[0] == '@')
        {
            _address = Parse(word[1..], out long address, out _) && address < _words.Length
                ? (int)address
                : throw Error($"address '{Excerpt.Of(word)}', expected @0 to @{_words.Length - 1:x}: {expected}");
            return;
        }

        if (_address >= _words.Length)
        {
            throw Error($"a value beyond address {_words.Length - 1:x}, expected {expected}");
        }

        if (_words[_address] is not null)
        {
            throw Error($"a second value for address {_address:x}, expected one");
        }

        if (!Parse(word, out long value, out int digits))
        {
            throw Error(word.IndexOfAny("xXzZ") is >= 0 and int unknown && !word.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                ? $"address {_address:x}: '{Excerpt.Of(word)}' has the unknown digit '{word[unknown]}', expected a value that was computed"
                : $"address {_address:x}: '{Excerpt.Of(word)}', expected a hexadecimal number of at most 8 digits");
        }

        if (statedBits is { } bits && value >> bits != 0)
        {
            throw Error($"address {_address:x}: '{Excerpt.Of(word)}', expected a hexadecimal number of {bits} bits");
        }

        _words[_address++] = value;
        _digits = Math.Max(_digits, digits);
    }

    /// <summary>Digits may have underscores between them, and 0x before them.</summary>
    private static bool Parse(ReadOnlySpan<char> word, out long value, out int digits)
    {
        ReadOnlySpan<char> number = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? word[2..] : word;
        Span<char> buffer = stackalloc char[8];
        (value, digits) = (0, 0);
        foreach (char c in number)
        {
            if (c != '_')
            {
                if (digits == buffer.Length)
                {
                    return false;
                }

                buffer[digits++] = c;
            }
        }

        return long.TryParse(buffer[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>
    /// The values at the stated or proven width, or at that of the digits where a number needs more. A register may also be narrower: then
    /// the largest number has its sign bit set.
    /// </summary>
    private ImmutableArray<ImmutableArray<int>> Readings(long[] words)
    {
        int used = 64 - BitOperations.LeadingZeroCount((ulong)words.Max());
        int[] widths = statedBits is { } stated ? [stated] : [used <= provenBits ? provenBits : 4 * _digits, Math.Max(used, 1)];
        ImmutableArray<int>[] readings = [.. widths.Distinct().Select(bits => words.Select(word => Signed(word, bits)).ToImmutableArray())];
        ImmutableArray<int>[] inRange =
            [.. readings.Where(values => values.All(value => value >= expected.Least && value <= expected.Most))];
        return inRange.Length > 0
            ? [.. inRange]
            : [[.. readings[0].Select((value, index) => expected.Check(value, index, file))]];
    }

    private static int Signed(long word, int bits) => (int)(word << (64 - bits) >> (64 - bits));

    private KwsFormatException Error(string problem) => new(file, _line, problem);
}
