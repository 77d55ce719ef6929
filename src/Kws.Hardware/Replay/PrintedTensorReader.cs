using System.Collections.Immutable;
using System.Globalization;
using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>Reads layers one after the other as TensorFlow, numpy and Python print tensors: between brackets, below a heading.</summary>
/// <param name="reader">The text.</param>
/// <param name="source">Its name in messages.</param>
/// <param name="network">Has the layers.</param>
/// <param name="names">Finds them.</param>
/// <param name="layer">The layer of a tensor without a heading, or null if there is none.</param>
internal sealed class PrintedTensorReader(TextReader reader, string source, Network network, LayerNames names, string? layer)
{
    private readonly Stack<(int Start, int Line)> _brackets = new();
    private readonly List<int> _values = [];
    private string? _named;
    private TensorShape _shape;
    private string _text = "";
    private int _position;
    private int _line;

    /// <summary>The line on which the last tensor begins.</summary>
    public int Line { get; private set; }

    /// <summary>The next tensor, or null behind the last one.</summary>
    public LayerValues? Next()
    {
        if (!FindTensor())
        {
            return null;
        }

        Line = _line;
        string name = _named ?? layer ?? throw Error(
            $"a tensor of no known layer begins here, expected the layer's name before it or as the name of the file: {names}");
        _named = null;
        _shape = name == InferenceTrace.InputName ? network.Input : network.Layers.Single(layer => layer.Name == name).Output;
        _values.Clear();
        do
        {
            ReadOn(name);
        }
        while (_brackets.Count > 0);
        return new LayerValues(name, _shape, [.. _values]);
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
    private void ReadOn(string name)
    {
        if (_position == _text.Length)
        {
            if (!NextLine())
            {
                throw new KwsFormatException(
                    source,
                    _brackets.Peek().Line,
                    $"the '[' is never closed: the file ends after {_values.Count} values of {name}, expected {_shape}");
            }
        }
        else if (_text[_position] == '[')
        {
            _brackets.Push((_values.Count, _line));
            _position++;
        }
        else if (_text[_position] == ']')
        {
            Close(name);
            _position++;
        }
        else if (char.IsWhiteSpace(_text[_position]) || _text[_position] == ',')
        {
            _position++;
        }
        else
        {
            ReadValue(name);
        }
    }

    /// <summary>A pair of brackets holds as many values as the innermost axes; any other number means axes in another order.</summary>
    private void Close(string name)
    {
        (int start, int line) = _brackets.Pop();
        int count = _values.Count - start;
        int[] expected = _brackets.Count == 0
            ? [_shape.Count]
            : [.. new[] { 1, _shape.Channels, _shape.Frequency * _shape.Channels, _shape.Count }.Distinct()];
        if (!expected.Contains(count))
        {
            throw new KwsFormatException(
                source, line,
                $"{count} values of {name} in the brackets that open here, expected {string.Join(" or ", expected)} ({_shape})");
        }
    }

    private void ReadValue(string name)
    {
        int length = _text.AsSpan(_position).IndexOfAny(" \t,[]");
        ReadOnlySpan<char> word = length < 0 ? _text.AsSpan(_position) : _text.AsSpan(_position, length);
        if (word.StartsWith("..."))
        {
            throw Error("the print was abbreviated with '...', expected all values (numpy: set_printoptions(threshold=sys.maxsize))");
        }

        if (_values.Count == _shape.Count)
        {
            throw Error($"more than {_shape.Count} values of {name}, expected {_shape}");
        }

        (int least, int most) = name == InferenceTrace.InputName ? (network.MinInput, network.MaxInput) : (int.MinValue, int.MaxValue);
        if (!double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            || value != Math.Floor(value) || value < least || value > most)
        {
            throw Error($"{name}, {Positions.Describe(_shape, _values.Count)}: '{Excerpt.Of(word)}', expected an integer from {least} to "
                + $"{most}");
        }

        _values.Add((int)value);
        _position += word.Length;
    }

    private KwsFormatException Error(string problem) => new(source, _line, problem);
}
