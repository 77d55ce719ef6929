using System.Collections.Immutable;
using System.Globalization;

namespace Kws.Model;

/// <summary>Reads the values of one tensor: from its opening brace to the closing one, flat or with braces inside.</summary>
internal sealed class TensorInitializer(WeightTokenizer tokenizer, TensorSpec spec, string source)
{
    private readonly ImmutableArray<int>.Builder _values = ImmutableArray.CreateBuilder<int>();
    private readonly Stack<int> _groupStarts = new();
    private int _count;

    /// <summary>Reads up to the closing brace and not further.</summary>
    /// <param name="open">The opening brace.</param>
    public ImmutableArray<int> Read(WeightToken open)
    {
        _groupStarts.Push(0);
        bool expectsValue = true;
        while (true)
        {
            WeightToken token = tokenizer.Next();
            if (token.IsEnd)
            {
                throw Error(token.Line, $"the file ends after {_count} values, expected '}}' for the '{{' of line {open.Line}");
            }

            if (token.Text == "}")
            {
                if (CloseGroup(token.Line))
                {
                    break;
                }

                expectsValue = false;
            }
            else if (expectsValue)
            {
                expectsValue = OpenGroupOrAddValue(token);
            }
            else
            {
                expectsValue = token.Text == ","
                    ? true
                    : throw Error(token.Line, $"found {token.Shown} after {_count} values, expected ',' or '}}'");
            }
        }

        return _count == spec.Count
            ? _values.ToImmutable()
            : throw Error(open.Line, $"{_count} values, expected {spec.Count} {spec.AxesText}");
    }

    /// <summary>True if it was a brace, so that a value must follow; false if it was a value.</summary>
    private bool OpenGroupOrAddValue(WeightToken token)
    {
        if (token.Text == "{")
        {
            _groupStarts.Push(_count);
            return true;
        }

        if (token.Text == ",")
        {
            throw Error(token.Line, $"found ',' after {_count} values, expected an integer before it");
        }

        AddValue(token);
        return false;
    }

    private void AddValue(WeightToken token)
    {
        // Not converted where it is only counted, nor if it is very long, which would take very long.
        ReadOnlySpan<char> digits = token.Text.AsSpan(token.Text[0] is '-' or '+' ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            throw Error(token.Line, $"{Where()} is {token.Shown}, expected a decimal integer");
        }

        if (digits is ['0', _, ..])
        {
            throw Error(
                token.Line, $"{Where()} is {token.Shown}, which C reads as octal, expected a decimal integer without leading zeros");
        }

        // Superfluous values are only counted: how many there are is the better message.
        if (_count < spec.Count)
        {
            if (!int.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                || value < spec.MinValue || value > spec.MaxValue)
            {
                throw Error(token.Line, $"{Where()} is {Excerpt.Of(token.Text)}, expected {spec.MinValue} to {spec.MaxValue}");
            }

            _values.Add(value);
        }

        _count++;
    }

    /// <summary>True for the outermost brace.</summary>
    private bool CloseGroup(int line)
    {
        int length = _count - _groupStarts.Pop();
        if (_groupStarts.Count == 0)
        {
            return true;
        }

        // C would fill a short group with zeros. A group of another length is also how the axes look before they are transposed.
        var lengths = spec.Axes.Reverse().Select(axis => axis.Length).Aggregate(
            new List<int> { 1 }, (list, axis) => [.. list, list[^1] * axis]);
        return lengths.Contains(length)
            ? false
            : throw Error(line,
            $"{length} values between braces, expected {string.Join(" or ", lengths.Skip(1).Distinct())} for {spec.AxesText}");
    }

    private string Where() => _count < spec.Count ? $"value {_count} ({spec.Describe(_count)})" : $"value {_count}";

    private KwsFormatException Error(int line, string problem) => new(source, line, $"{spec.Name}: {problem}");
}
