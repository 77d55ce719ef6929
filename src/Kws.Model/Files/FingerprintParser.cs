namespace Kws.Model;

/// <summary>
/// Reads one fingerprint after the other. Outside brackets a line is a fingerprint; inside, the innermost bracket that
/// holds a whole fingerprint is one, so that a printed batch gives all of its fingerprints.
/// </summary>
/// <param name="reader">The text.</param>
/// <param name="source">Its name in messages.</param>
/// <param name="shape">The shape of one fingerprint.</param>
/// <param name="linesBefore">How many lines lie before the text, if it is a part of a longer one.</param>
/// <param name="bits">The bits of a value.</param>
internal sealed class FingerprintParser(
    TextReader reader, string source, TensorShape shape, int linesBefore = 0, int bits = SixBit.Bits)
{
    // Enough to tell a value that is out of range, and far from overflow.
    private const int Saturation = 100_000;

    private readonly int _length = shape.Count;
    private readonly int _min = -1 << (bits - 1);
    private readonly int _max = ~(-1 << (bits - 1));
    private readonly Stack<(int Start, int Line)> _brackets = new();
    private string _text = "";
    private int _position;
    private int _line = linesBefore;
    private sbyte[] _values = new sbyte[shape.Count];
    private int _count;
    private int _firstLine;
    private bool _commaMayFollow;
    private string? _label;
    private string? _clip;
    private bool _isLabelled;
    private int _foundInBracket;

    // The first line of the file until a fingerprint is read: a label may begin like a file of another format.
    private string? _firstText;

    /// <summary>The next fingerprint, or null at the end, however often.</summary>
    public Fingerprint? Next()
    {
        while (true)
        {
            ReadValues();
            if (_position < _text.Length)
            {
                if (_text[_position++] == '[')
                {
                    OpenBracket();
                }
                else if (CloseBracket())
                {
                    return Complete();
                }
            }
            else if (_brackets.Count == 0 && (_count > 0 || _isLabelled))
            {
                return _count == _length ? Complete() : throw WrongCount(_line, "");
            }
            else if (!NextLine())
            {
                return null;
            }
        }
    }

    private bool NextLine()
    {
        do
        {
            if (reader.ReadLine() is not { } text)
            {
                (_text, _position) = ("", 0);
                CheckEnd();
                return false;
            }

            _text = text;
            _position = 0;
            _firstText = _line++ == 0 ? text : _firstText;
        }
        while (_text.AsSpan().TrimStart() is ['#', ..]);

        if (_brackets.Count == 0)
        {
            _commaMayFollow = false;
            ReadLabelAndClip();
        }

        return true;
    }

    /// <summary>
    /// Tells <c>label TAB clip TAB values</c> from values between tabs: the latter are numbers from the start. A label or a
    /// clip alone may look like a number, not both.
    /// </summary>
    private void ReadLabelAndClip()
    {
        (_label, _clip) = (null, null);
        int first = _text.IndexOf('\t', StringComparison.Ordinal);
        int second = first < 0 ? -1 : _text.IndexOf('\t', first + 1);
        if (second < 0
            || (NumberField.LooksNumeric(_text.AsSpan(0, first)) && NumberField.LooksNumeric(_text.AsSpan(first + 1, second - first - 1))))
        {
            return;
        }

        _label = first > 0 ? _text[..first] : null;
        _clip = second > first + 1 ? _text[(first + 1)..second] : null;
        _isLabelled = true;
        _position = second + 1;
    }

    /// <summary>Reads values up to a bracket or the end of the line.</summary>
    private void ReadValues()
    {
        ReadOnlySpan<char> text = _text;
        int i = _position;
        if (_count == 0)
        {
            _firstLine = _line;
        }

        while (i < text.Length)
        {
            char c = text[i];
            if (c is ' ' or '\t')
            {
                i++;
                continue;
            }

            if (c == ',' && _commaMayFollow)
            {
                _commaMayFollow = false;
                i++;
                continue;
            }

            if (c is '[' or ']')
            {
                break;
            }

            i = ReadValue(text, i);
            _commaMayFollow = true;
        }

        _position = i;
    }

    /// <summary>Reads one value and returns the position behind it.</summary>
    private int ReadValue(ReadOnlySpan<char> text, int start)
    {
        int i = start + (text[start] is '-' or '+' ? 1 : 0);
        int firstDigit = i;
        int value = 0;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
        {
            value = Math.Min((value * 10) + (text[i] - '0'), Saturation);
            i++;
        }

        bool isNumber = i > firstDigit;
        if (isNumber && i < text.Length && text[i] is '.' or 'e' or 'E')
        {
            isNumber = NumberField.TryReadWhole(text[firstDigit..], Saturation, out value, out int length);
            i = firstDigit + length;
        }

        if (!isNumber || (i < text.Length && !IsSeparator(text[i])))
        {
            throw NotAnInteger(start);
        }

        // Superfluous values are only counted: how many there are is the better message.
        if (_count < _length)
        {
            value = text[start] == '-' ? -value : value;
            if (value < _min || value > _max)
            {
                throw Error($"{Where()} is {Excerpt.Of(text[start..i])}, expected {_min} to {_max}");
            }

            _values[_count] = (sbyte)value;
        }

        _count++;
        return i;
    }

    private static bool IsSeparator(char c) => c is ' ' or '\t' or ',' or '[' or ']';

    private void OpenBracket()
    {
        if (_brackets.Count == 0)
        {
            _foundInBracket = 0;
            if (_count > 0)
            {
                throw Error($"found '[' after {_count} values, expected {Expected} on one line");
            }
        }

        _brackets.Push((_count, _line));
        _commaMayFollow = false;
    }

    /// <summary>True if a fingerprint ends here.</summary>
    private bool CloseBracket()
    {
        if (!_brackets.TryPop(out var opened))
        {
            throw Error("found ']' without a '[' before it");
        }

        _commaMayFollow = true;
        if (opened.Start == 0 && _count == _length)
        {
            _foundInBracket++;
            return true;
        }

        if (_brackets.Count == 0 && (_count > 0 || _foundInBracket == 0))
        {
            throw WrongCount(opened.Line, " in the brackets that open here");
        }

        return false;
    }

    private Fingerprint Complete()
    {
        var fingerprint = new Fingerprint(_values, _label, _clip, _firstLine);
        _values = new sbyte[_length];
        _count = 0;
        _isLabelled = false;
        _firstText = null;
        return fingerprint;
    }

    private void CheckEnd()
    {
        if (_brackets.TryPeek(out var innermost))
        {
            throw Error(innermost.Line, $"the '[' is never closed: the file ends after {_count} values, expected {Expected}");
        }
    }

    private string Expected => $"{_length} ({shape.Time} x {shape.Frequency})";

    private string Where() => _count < _length
        ? $"value {_count} (frame {_count / shape.Frequency}, coefficient {_count % shape.Frequency})"
        : $"value {_count}";

    private KwsFormatException NotAnInteger(int start)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(start);
        int end = rest[1..].IndexOfAny(" \t,[]");
        ReadOnlySpan<char> word = end < 0 ? rest : rest[..(end + 1)];
        if (word.StartsWith("..."))
        {
            return Error("the print was abbreviated with '...', expected all values (numpy: set_printoptions(threshold=sys.maxsize))");
        }

        return word is [',', ..]
            ? Error($"found ',' instead of value {_count}, expected an integer before it")
            : Error($"{Where()} is '{Excerpt.Of(word)}', expected an integer");
    }

    private KwsFormatException WrongCount(int line, string where)
    {
        string labelled = _label is null && _clip is null ? "" : $" after label '{Excerpt.Of(_label)}' and clip '{Excerpt.Of(_clip)}'";
        return Error(line, $"{_count} values{where}{labelled}, expected {Expected}");
    }

    private KwsFormatException Error(string problem) => Error(_line, problem);

    private KwsFormatException Error(int line, string problem) =>
        (_firstText is { } text ? FileSignature.RefusalOfText(text, source) : null) ?? new(source, line, problem);
}
