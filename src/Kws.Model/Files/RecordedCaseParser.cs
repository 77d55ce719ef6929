using System.Collections.Immutable;
using System.Globalization;

namespace Kws.Model;

/// <summary>Reads one recorded case after the other, and holds each against its topology.</summary>
internal sealed class RecordedCaseParser(TextReader reader, string source)
{
    /// <summary>Of many layers that may follow, a message names so many: as many as a model of one block has.</summary>
    private const int MostShown = 9;

    private readonly Dictionary<string, int> _caseLines = [];

    // The line that is looked at; null at the end of the file and before the first line is read.
    private string? _text;
    private int _line;
    private int _fieldLine;

    /// <summary>The next case, or null behind the last one.</summary>
    public RecordedCase? Next()
    {
        if (_line == 0)
        {
            Advance();
            if (_text != RecordedCaseFile.Header)
            {
                throw Expected($"'{RecordedCaseFile.Header}', the name and version of the format");
            }

            Advance();
        }

        if (!TryTakeField("case", out string name))
        {
            CheckEnd();
            return null;
        }

        int line = _fieldLine;
        if (!RecordedCase.IsName(name))
        {
            throw new KwsFormatException(source, line, "the case has no proper name, expected one without blanks around it");
        }

        return _caseLines.TryAdd(name, line)
            ? ReadCase(name)
            : throw new KwsFormatException(source, line, $"case '{Excerpt.Of(name)}' is given twice, first on line {_caseLines[name]}");
    }

    private RecordedCase ReadCase(string name)
    {
        Network network = ReadTopology();
        ImmutableArray<(string Name, TensorShape Shape)> layers = RecordedCase.LayersOf(network);
        var trace = new List<LayerValues>();
        int next = 0;
        while (TryTakeField("layer", out string header))
        {
            int index = next;
            while (index < layers.Length && $"{layers[index].Name} {layers[index].Shape}" != header)
            {
                index++;
            }

            if (index == layers.Length)
            {
                throw new KwsFormatException(source, _fieldLine, $"found layer {Excerpt.Of(header)}, expected {Remaining(layers, next)}");
            }

            trace.Add(ReadLayer(network, layers[index].Name, layers[index].Shape));
            next = index + 1;
        }

        if (trace.Count == 0 || (_text is not null && !_text.StartsWith("case ", StringComparison.Ordinal) && !IsEnd(_text)))
        {
            throw Expected(Remaining(layers, next));
        }

        return new RecordedCase(name, network, new InferenceTrace(trace));
    }

    private static string Remaining(ImmutableArray<(string Name, TensorShape Shape)> layers, int next) =>
        next == layers.Length
            ? "the next case or the end, since all layers are given"
            : $"one of: {string.Join(", ", layers[next..].Take(MostShown).Select(layer => $"layer {layer.Name} {layer.Shape}"))}"
                + (layers.Length - next > MostShown ? ", ..." : "");

    private Network ReadTopology()
    {
        if (TryTakeField("network", out string text))
        {
            return NetworkJson.Read(text, $"{source}:{_fieldLine}");
        }

        string modelSizeInfo = TakeField("model_size_info");
        int line = _fieldLine;
        int labels = ReadNumber("labels", TakeField("labels"));
        string[] sides = TakeField("fingerprint").Split(" x ");
        if (sides.Length != 2)
        {
            throw new KwsFormatException(source, _fieldLine, "expected 'fingerprint 30 x 10', frames and coefficients");
        }

        int frames = ReadNumber("fingerprint", sides[0]);
        int coefficients = ReadNumber("fingerprint", sides[1]);
        try
        {
            return DsCnn.Parse(modelSizeInfo, labels, frames, coefficients);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new KwsFormatException(source, line, e.Message);
        }
    }

    private LayerValues ReadLayer(Network network, string name, TensorShape shape)
    {
        // Grows as the rows come: a header alone must not make the reader ask for memory.
        var values = ImmutableArray.CreateBuilder<int>();
        int width = RecordedCaseFile.RowWidth(name, shape);
        while (values.Count < shape.Count)
        {
            ReadRow(network, name, shape, width, values);
            Advance();
        }

        return new LayerValues(name, shape, values.ToImmutable());
    }

    private void ReadRow(Network network, string name, TensorShape shape, int width, ImmutableArray<int>.Builder values)
    {
        int start = values.Count;
        if (_text is null or "" || !(_text[0] == '-' || char.IsAsciiDigit(_text[0])))
        {
            throw Expected($"{width} values of {Where(start)}");
        }

        foreach (Range range in _text.AsSpan().Split(' '))
        {
            ReadOnlySpan<char> word = _text.AsSpan(range);
            if (values.Count - start == width)
            {
                throw new KwsFormatException(source, _line, $"more than {width} values for {Where(start)}, expected {width}");
            }

            if (!int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            {
                throw new KwsFormatException(
                    source, _line,
                    $"value {values.Count - start} of {Where(start)} is '{Excerpt.Of(word)}', expected an integer of 32 bits");
            }

            if (name == InferenceTrace.InputName && (value < network.MinInput || value > network.MaxInput))
            {
                throw new KwsFormatException(
                    source, _line,
                    $"value {values.Count - start} of {Where(start)} is {value}, expected {network.MinInput} to {network.MaxInput}");
            }

            values.Add(value);
        }

        if (values.Count - start != width)
        {
            throw new KwsFormatException(source, _line, $"{values.Count - start} values for {Where(start)}, expected {width}");
        }

        string Where(int index)
        {
            (int time, int frequency, _) = shape.PositionOf(index);
            return name == InferenceTrace.InputName ? $"{name}, frame {time}" : $"{name}, time {time}, frequency {frequency}";
        }
    }

    private static bool IsEnd(string text) => text.StartsWith("end ", StringComparison.Ordinal);

    private void CheckEnd()
    {
        string count = $"end {_caseLines.Count}";
        if (_text != count || _caseLines.Count == 0)
        {
            throw Expected(_caseLines.Count == 0 ? "'case' and a name" : $"'{count}' behind {_caseLines.Count} cases, or a further case");
        }

        Advance();
        if (_text is not null)
        {
            throw Expected("nothing more");
        }
    }

    private int ReadNumber(string field, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new KwsFormatException(source, _fieldLine, $"{field}: '{Excerpt.Of(text)}' is not a number");

    private string TakeField(string field) =>
        TryTakeField(field, out string value) ? value : throw Expected($"'{field}' and its value");

    private bool TryTakeField(string field, out string value)
    {
        value = "";
        if (_text is null || !_text.StartsWith(field, StringComparison.Ordinal) || _text.Length <= field.Length
            || _text[field.Length] != ' ')
        {
            return false;
        }

        value = _text[(field.Length + 1)..];
        _fieldLine = _line;
        Advance();
        return true;
    }

    /// <summary>Goes to the next line that is neither empty nor a comment.</summary>
    private void Advance()
    {
        do
        {
            _text = reader.ReadLine()?.TrimEnd(' ');
            _line++;
        }
        while (_text is "" or ['#', ..]);
    }

    private KwsFormatException Expected(string what)
    {
        string found = _text is null ? "the file ends" : $"found '{Excerpt.Of(_text)}'";
        return new KwsFormatException(source, _line, $"{found}, expected {what}");
    }
}
