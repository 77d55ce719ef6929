using System.Text;
using Kws.Model;

namespace Kws.Bulk.Sources.Text;

/// <summary>Reads lines up to a length, so that a file without line breaks does not fill the memory.</summary>
internal sealed class BoundedLineReader(TextReader reader, string source, long linesBefore) : TextReader
{
    /// <summary>Several thousand fingerprints between brackets; 16 MB.</summary>
    private const int MaxLength = 1 << 23;

    private readonly char[] _buffer = new char[1 << 12];
    private readonly StringBuilder _line = new();
    private long _lines = linesBefore;
    private int _position;
    private int _length;
    private bool _isAfterReturn;

    public override string? ReadLine()
    {
        _line.Clear();
        while (true)
        {
            if (_position == _length && !Fill())
            {
                return _line.Length > 0 ? _line.ToString() : null;
            }

            ReadOnlySpan<char> text = _buffer.AsSpan(_position, _length - _position);
            if (_isAfterReturn && text[0] == '\n')
            {
                text = text[1..];
                _position++;
            }

            _isAfterReturn = false;
            int end = text.IndexOfAny('\n', '\r');
            if (end >= 0)
            {
                _isAfterReturn = text[end] == '\r';
                _position += end + 1;
                _lines++;
                return _line.Append(text[..end]).ToString();
            }

            _position = _length;
            if (_line.Append(text).Length > MaxLength)
            {
                int number = (int)Math.Min(_lines + 1, int.MaxValue);
                throw new KwsFormatException(
                    source, number, $"the line is longer than {MaxLength} characters, expected a line break before");
            }
        }
    }

    private bool Fill()
    {
        (_position, _length) = (0, reader.Read(_buffer));
        return _length > 0;
    }
}
