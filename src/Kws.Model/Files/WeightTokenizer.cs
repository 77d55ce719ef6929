using System.Globalization;

namespace Kws.Model;

/// <summary>A piece of a weight file: a word, one character of punctuation, a string, or nothing at the end of the file.</summary>
internal readonly record struct WeightToken(string Text, int Line)
{
    public bool IsEnd => Text.Length == 0;

    /// <summary>The token as a message shows it.</summary>
    public string Shown => IsEnd ? "the end of the file" : $"'{Excerpt.Of(Text)}'";
}

/// <summary>
/// Cuts a weight file into tokens as far as C's rules matter for it. Comments, line continuations and preprocessor lines
/// vanish here, save for <c>#define NAME {</c>, which begins a tensor. Conditions such as <c>#if</c> are not evaluated.
/// </summary>
/// <param name="text">The file.</param>
/// <param name="source">Its name in messages.</param>
/// <param name="hasCode">True if there may be code between the arrays, of which every other character is a token.</param>
internal sealed class WeightTokenizer(string text, string source, bool hasCode = false)
{
    private const string Punctuation = "{}[]();,=*";
    private const string Define = "#define";

    private int _position = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _line = 1;

    public WeightToken Next()
    {
        while (true)
        {
            SkipBlanks(acrossLines: true);
            if (Current != '#')
            {
                break;
            }

            if (StartsTensor())
            {
                _position += Define.Length;
                return new WeightToken(Define, _line);
            }

            SkipDirective();
        }

        int line = _line;
        if (_position == text.Length)
        {
            return new WeightToken("", line);
        }

        int start = _position;
        if (Current == '"')
        {
            SkipString();
        }
        else if (Punctuation.Contains(Current))
        {
            _position++;
        }
        else
        {
            SkipWord();
        }

        return new WeightToken(text[start.._position], line);
    }

    // A NUL cannot be mistaken for the end: where it stands in a file it is refused as an unexpected character.
    private char Current => Peek(0);

    private char Peek(int ahead) => _position + ahead < text.Length ? text[_position + ahead] : '\0';

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '.';

    private bool StartsTensor()
    {
        if (string.CompareOrdinal(text, _position, Define, 0, Define.Length) != 0)
        {
            return false;
        }

        (int position, int line) = (_position, _line);
        _position += Define.Length;
        SkipBlanks(acrossLines: false);
        while (IsWord(Current))
        {
            _position++;
        }

        SkipBlanks(acrossLines: false);
        bool isTensor = Current == '{';
        (_position, _line) = (position, line);
        return isTensor;
    }

    private void SkipBlanks(bool acrossLines)
    {
        while (_position < text.Length)
        {
            int continuation = ContinuationLength();
            if (continuation > 0)
            {
                _position += continuation;
                _line++;
            }
            else if (Current is ' ' or '\t' or '\r' or '\f' or '\v')
            {
                _position++;
            }
            else if (Current == '\n' && acrossLines)
            {
                _position++;
                _line++;
            }
            else if (Current == '/' && Peek(1) == '*')
            {
                SkipBlockComment();
            }
            else if (Current == '/' && Peek(1) == '/')
            {
                SkipRestOfLine();
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>
    /// The length of a backslash, the spaces that some editors leave behind it, and the line break; 0 if it is something else.
    /// </summary>
    private int ContinuationLength()
    {
        if (Current != '\\')
        {
            return 0;
        }

        int length = 1;
        while (Peek(length) is ' ' or '\t' or '\r')
        {
            length++;
        }

        return Peek(length) == '\n' ? length + 1 : 0;
    }

    /// <summary>Goes to the line break that ends the line; as in C a continuation makes the next line part of this one.</summary>
    private void SkipRestOfLine()
    {
        while (_position < text.Length && Current != '\n')
        {
            int continuation = ContinuationLength();
            _line += continuation > 0 ? 1 : 0;
            _position += Math.Max(continuation, 1);
        }
    }

    /// <summary>Goes to the line break that ends a preprocessor line, of which a comment may make many.</summary>
    private void SkipDirective()
    {
        while (_position < text.Length && Current != '\n')
        {
            if (Current == '/' && Peek(1) == '*')
            {
                SkipBlockComment();
            }
            else if (Current == '/' && Peek(1) == '/')
            {
                SkipRestOfLine();
            }
            else if (Current == '"' && StringLength() is > 0 and int length)
            {
                _position += length;
            }
            else
            {
                int continuation = ContinuationLength();
                _line += continuation > 0 ? 1 : 0;
                _position += Math.Max(continuation, 1);
            }
        }
    }

    private void SkipBlockComment()
    {
        int end = text.IndexOf("*/", _position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new KwsFormatException(source, _line, "the comment that begins here has no end, expected '*/'");
        }

        _line += text.AsSpan(_position, end - _position).Count('\n');
        _position = end + 2;
    }

    private void SkipString()
    {
        int length = StringLength();
        if (length == 0)
        {
            throw new KwsFormatException(source, _line, "the text that begins here has no end, expected '\"'");
        }

        _position += length;
    }

    /// <summary>The length of the text in quotes that begins here; 0 if it does not end on its line.</summary>
    private int StringLength()
    {
        int end = text.AsSpan(_position + 1).IndexOfAny('"', '\n');
        return end < 0 || text[_position + 1 + end] != '"' ? 0 : end + 2;
    }

    private void SkipWord()
    {
        int start = _position;
        while (IsWord(Current))
        {
            _position++;
        }

        if (_position == start && hasCode)
        {
            _position++;
        }
        else if (_position == start)
        {
            string shown = char.IsControl(Current) || Current > '~'
                ? string.Create(CultureInfo.InvariantCulture, $"U+{(int)Current:X4}")
                : $"'{Current}'";
            throw new KwsFormatException(source, _line, $"unexpected character {shown}, expected #define or an array of integers");
        }
    }
}
