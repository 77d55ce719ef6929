using System.Globalization;
using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>Reads layers one after the other as TensorFlow, numpy and Python print tensors: between brackets, below a heading.</summary>
/// <param name="reader">The text.</param>
/// <param name="source">Its name in messages.</param>
/// <param name="names">The layers.</param>
/// <param name="layer">The layer of a tensor without a heading, or null if there is none.</param>
internal sealed class PrintedTensorReader(TextReader reader, string source, LayerNames names, string? layer)
{
    private readonly Stack<(int Start, int Line)> _brackets = new();
    private readonly List<int> _values = [];
    private readonly HashSet<int> _groups = [];
    private string? _named;
    private ExpectedLayer _layer = null!;
    private string _text = "";
    private int _position;
    private int _line;

    /// <summary>The line on which the last tensor begins.</summary>
    public int Line { get; private set; }

    /// <summary>The next tensor, or null behind the last one.</summary>
    public RecordedLayer? Next()
    {
        if (!FindTensor())
        {
            return null;
        }

        Line = _line;
        string name = _named ?? layer ?? throw Error(
            $"a tensor of no known layer begins here, expected the layer's name before it or as the name of the file: {names}");
        _named = null;
        _layer = names.Expected(name);
        _values.Clear();
        _groups.Clear();
        do
        {
            ReadOn();
        }
        while (_brackets.Count > 0);
        return _layer.Record([[.. _values]], _groups, source, Line);
    }

    /// <summary>Goes to the next bracket; of the lines before it the last one that names a layer counts.</summary>
    private bool FindTensor()
    {
        while (true)
        {
            int bracket = _text.IndexOf('[', _position);
            int stray = _text.IndexOf(']', _position);
            if (stray >= 0 && (bracket < 0 || stray < bracket))
            {
                throw Error("found ']' without a '[' before it");
            }

            _named = names.InText(bracket < 0 ? _text[_position..] : _text[_position..bracket]) ?? _named;
            if (bracket >= 0)
            {
                _position = bracket;
                return true;
            }

            if (!NextLine())
            {
                return false;
            }
        }
    }

    private bool NextLine()
    {
        if (reader.ReadLine() is not { } text)
        {
            return false;
        }

        (_text, _position) = (text, 0);
        _line++;
        return true;
    }

    /// <summary>Reads a bracket, a value or what separates them.</summary>
    private void ReadOn()
    {
        if (_position == _text.Length)
        {
            if (!NextLine())
            {
                throw new KwsFormatException(
                    source,
                    _brackets.Peek().Line,
                    $"the '[' is never closed: the file ends after {_values.Count} values of {_layer.Name}, expected {_layer.Shape}");
            }
        }
        else if (_text[_position] == '[')
        {
            _brackets.Push((_values.Count, _line));
            _position++;
        }
        else if (_text[_position] == ']')
        {
            Close();
            _position++;
        }
        else if (char.IsWhiteSpace(_text[_position]) || _text[_position] == ',')
        {
            _position++;
        }
        else
        {
            ReadValue();
        }
    }

    /// <summary>A pair of brackets holds as many values as the innermost axes, in one order of axes for all brackets.</summary>
    private void Close()
    {
        (int start, int line) = _brackets.Pop();
        int count = _values.Count - start;
        if (count == _layer.Shape.Count || (_brackets.Count > 0 && !_groups.Add(count)))
        {
            return;
        }

        if (_brackets.Count == 0 || AxisOrder.Fitting(_layer.Shape, _groups).IsEmpty)
        {
            int[] expected = _brackets.Count == 0 ? [_layer.Shape.Count] : AxisOrder.Reference.Groups(_layer.Shape);
            string other = _brackets.Count > 0 && AxisOrder.Fitting(_layer.Shape, []).Length > 1 ? ", or axes in one other order" : "";
            throw new KwsFormatException(
                source, line,
                $"{count} values of {_layer.Name} in the brackets that open here, expected {string.Join(" or ", expected)} "
                    + $"({_layer.Shape}){other}");
        }
    }

    private void ReadValue()
    {
        int length = _text.AsSpan(_position).IndexOfAny(" \t,[]");
        ReadOnlySpan<char> word = length < 0 ? _text.AsSpan(_position) : _text.AsSpan(_position, length);
        if (word.StartsWith("..."))
        {
            throw Error("the print was abbreviated with '...', expected all values (numpy: set_printoptions(threshold=sys.maxsize))");
        }

        if (_values.Count == _layer.Shape.Count)
        {
            throw Error($"more than {_layer.Shape.Count} values of {_layer.Name}, expected {_layer.Shape}");
        }

        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            || value != Math.Floor(value) || value < _layer.Least || value > _layer.Most)
        {
            throw Error($"{_layer.Name}, {Positions.Describe(_layer.Shape, _values.Count)}: '{Excerpt.Of(word)}', expected an integer from "
                + $"{_layer.Least} to {_layer.Most}");
        }

        _values.Add((int)value);
        _position += word.Length;
    }

    private KwsFormatException Error(string problem) => new(source, _line, problem);
}
