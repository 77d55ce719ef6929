using System.Collections.Immutable;
using System.Globalization;
using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>An array of a C file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bits">The bits of its type if that is a signed integer, else 33: no hexadecimal number is negative then.</param>
/// <param name="Sizes">The numbers between its brackets; null where one is no number.</param>
/// <param name="Line">The line where its values begin.</param>
internal sealed record CArray(string Name, int Bits, int[]? Sizes, int Line);

/// <summary>Reads the arrays of layers in a C file one after the other; everything else is passed over.</summary>
/// <param name="text">The file.</param>
/// <param name="file">Its name in messages.</param>
/// <param name="find">The layer of an array's name; null for an array that is none.</param>
internal sealed class CArrays(string text, string file, Func<string, ExpectedLayer?> find)
{
    private readonly WeightTokenizer _tokenizer = new(text, file, hasCode: true);
    private WeightToken _token;

    /// <summary>The next layer and the line where its values begin, or null after the last one.</summary>
    public (RecordedLayer Layer, int Line)? Next()
    {
        while (NextArray() is { } array)
        {
            if (find(array.Name) is { } expected)
            {
                return (ReadValues(array, expected), array.Line);
            }

            SkipBraces();
        }

        return null;
    }

    /// <summary>Goes to the brace that opens the values of an array: after '=', or of a macro.</summary>
    private CArray? NextArray()
    {
        string? name = null;
        int bits = 33;
        var sizes = new List<int?>();
        for (Advance(); !_token.IsEnd; Advance())
        {
            switch (_token.Text)
            {
                case "#define":
                    Advance();
                    (name, sizes) = (_token.Text, []);
                    Advance();
                    return new CArray(name, 33, [], _token.Line);
                case "=":
                    Advance();
                    if (name is not null && _token.Text == "{")
                    {
                        return new CArray(name, bits, sizes.Contains(null) ? null : [.. sizes.Select(size => size!.Value)], _token.Line);
                    }

                    break;
                case "{" or ";" or "}":
                    (name, bits) = (null, 33);
                    sizes.Clear();
                    break;
                case "[":
                    Advance();
                    sizes.Add(int.TryParse(_token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) ? size : null);
                    break;
                case "]" or "(" or ")" or "," or "*":
                    break;
                default:
                    // The name is before the first bracket; attributes may follow it.
                    (name, bits) = sizes.Count > 0 ? (name, bits) : (_token.Text, BitsOf(_token.Text) ?? bits);
                    break;
            }
        }

        return null;
    }

    private static int? BitsOf(string type) => type switch
    {
        "int8_t" or "q7_t" => 8,
        "int16_t" or "q15_t" or "short" => 16,
        "int32_t" or "q31_t" or "int" or "long" => 32,
        "unsigned" => 33,
        _ => null,
    };

    private RecordedLayer ReadValues(CArray array, ExpectedLayer expected)
    {
        var values = ImmutableArray.CreateBuilder<int>();
        var starts = new Stack<int>([0]);
        var groups = new HashSet<int>();
        bool expectsValue = true;
        while (starts.Count > 0)
        {
            Advance();
            if (_token.IsEnd)
            {
                throw Error($"the file ends after {values.Count} values, expected '}}' for the '{{' of line {array.Line}");
            }

            if (_token.Text == "}")
            {
                groups.Add(values.Count - starts.Pop());
                expectsValue = false;
            }
            else if (!expectsValue)
            {
                expectsValue = _token.Text == ","
                    ? true
                    : throw Error($"found {_token.Shown} after {values.Count} values, expected ',' or '}}'");
            }
            else if (_token.Text == "{")
            {
                starts.Push(values.Count);
            }
            else if (values.Count == expected.Shape.Count)
            {
                throw Error($"more than {expected}");
            }
            else
            {
                values.Add(Value(array, expected, values.Count));
                expectsValue = false;
            }
        }

        if (values.Count != expected.Shape.Count)
        {
            throw new KwsFormatException(file, array.Line, $"{values.Count} values in '{Excerpt.Of(array.Name)}', expected {expected}");
        }

        // A flat list may have its axes in the brackets alone.
        if (groups.Count == 1 && array.Sizes is { } sizes)
        {
            groups.UnionWith(sizes.Select((_, axis) => sizes[axis..].Aggregate(1, (count, size) => unchecked(count * size))));
        }

        return expected.Record([values.ToImmutable()], groups, file, array.Line);

        KwsFormatException Error(string problem) => new(file, _token.Line, $"{expected.Name}: {problem}");
    }

    private int Value(CArray array, ExpectedLayer expected, int index)
    {
        ReadOnlySpan<char> word = _token.Text.AsSpan().TrimEnd("uUlL");
        bool isNegative = word.StartsWith("-");
        ReadOnlySpan<char> digits = isNegative || word.StartsWith("+") ? word[1..] : word;
        long value = 0;
        bool isHex = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isValue = isHex
            ? digits.Length <= 10 && long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : digits is not ['0', _, ..] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (isHex && value >> (array.Bits - 1) == 1)
        {
            value -= 1L << array.Bits;
        }

        value = isNegative ? -value : value;
        return isValue && value >= expected.Least && value <= expected.Most
            ? (int)value
            : throw new KwsFormatException(
                file, _token.Line,
                $"{expected.Name}: value {index} is {_token.Shown}, expected a decimal or hexadecimal integer from {expected.Least} to "
                    + $"{expected.Most}");
    }

    private void SkipBraces()
    {
        for (int depth = 1; depth > 0 && !_token.IsEnd;)
        {
            Advance();
            depth += _token.Text == "{" ? 1 : _token.Text == "}" ? -1 : 0;
        }
    }

    private void Advance() => _token = _tokenizer.Next();
}
