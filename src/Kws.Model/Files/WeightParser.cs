using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>Finds the tensors of a topology among the macros and arrays of a weight file.</summary>
internal sealed class WeightParser
{
    private readonly Network _network;
    private readonly string _source;
    private readonly WeightTokenizer _tokenizer;
    private readonly Dictionary<TensorSpec, (ImmutableArray<int> Values, int Line)> _found = [];
    private readonly Stack<int> _linkageLines = new();
    private WeightToken _token;

    public WeightParser(string text, Network network, string source)
    {
        _network = network;
        _source = source;
        _tokenizer = new WeightTokenizer(text, source);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new KwsFormatException(source, 0, $"the file is empty, expected {ExpectedNames}");
        }
    }

    private string ExpectedNames => string.Join(", ", _network.Tensors.Select(spec => spec.FileName));

    public ImmutableArray<ImmutableArray<int>> ReadAll()
    {
        Advance();
        while (!_token.IsEnd)
        {
            if (_token.Text == "#define")
            {
                Advance();
                string name = _token.Text;
                Advance();
                ReadTensor(name);
            }
            else if (_token.Text == "}" && _linkageLines.TryPop(out _))
            {
                Advance();
            }
            else if (_token.Text == ";")
            {
                Advance();
            }
            else
            {
                ReadDeclaration();
            }
        }

        if (_linkageLines.TryPop(out int line))
        {
            throw new KwsFormatException(_source, line, "the brace of extern is never closed, expected '}'");
        }

        return [.. _network.Tensors.Select(Found)];
    }

    private ImmutableArray<int> Found(TensorSpec spec) =>
        _found.TryGetValue(spec, out var found)
            ? found.Values
            : throw new KwsFormatException(
                _source, 0, $"there is no tensor {spec.FileName}, expected its {spec.Count} values {spec.AxesText}");

    /// <summary>
    /// Reads what is not a macro: an array with values, or something without values (a declaration or type), which is
    /// passed over, or the beginning of <c>extern "C" {</c>.
    /// </summary>
    private void ReadDeclaration()
    {
        WeightToken first = _token;
        string? name = null;
        bool hasBrackets = false;
        while (_token.Text is not ("=" or ";"))
        {
            if (_token.Text == "{" && first.Text == "extern")
            {
                _linkageLines.Push(_token.Line);
                Advance();
                return;
            }

            if (_token.Text is "[" or "(")
            {
                hasBrackets |= _token.Text == "[";
                SkipBracket();
                continue;
            }

            if (_token.IsEnd || _token.Text is "{" or "}" or "]" or ")" or "," or "#define")
            {
                throw Expected("'=' or ';' after the name of an array");
            }

            // The name stands before the first bracket; behind it may come attributes.
            name = hasBrackets ? name : _token.Text;
            Advance();
        }

        if (_token.Text == ";")
        {
            return;
        }

        Advance();
        ReadTensor(name ?? throw new KwsFormatException(_source, first.Line, "found '=', expected the name of an array before it"));
    }

    /// <summary>Goes behind the bracket that closes this one. Round ones may stand inside, to any depth.</summary>
    private void SkipBracket()
    {
        var open = new Stack<WeightToken>();
        do
        {
            if (open.Count == 0 || _token.Text == "(")
            {
                open.Push(_token);
            }
            else if (_token.Text == Closing(open.Peek()))
            {
                open.Pop();
            }
            else if (_token.IsEnd || _token.Text is "{" or "}" or ";" or "=" or "#define")
            {
                throw Expected($"'{Closing(open.Peek())}' for the '{open.Peek().Text}' of line {open.Peek().Line}");
            }

            Advance();
        }
        while (open.Count > 0);

        static string Closing(WeightToken bracket) => bracket.Text == "[" ? "]" : ")";
    }

    private void ReadTensor(string name)
    {
        int line = _token.Line;
        TensorSpec spec = _network.Tensors.FirstOrDefault(s => Normalize(s.FileName) == Normalize(name))
            ?? throw new KwsFormatException(
                _source, line, $"tensor {Excerpt.Of(name)} is not part of the model {_network}, which has {ExpectedNames}");
        if (_found.TryGetValue(spec, out var earlier))
        {
            throw new KwsFormatException(_source, line, $"tensor {name} is given twice, first on line {earlier.Line}");
        }

        if (_token.Text != "{")
        {
            throw Expected($"'{{' and the values of {spec.Name}");
        }

        ImmutableArray<int> values = new TensorInitializer(_tokenizer, spec, _source).Read(_token);
        Advance();
        _found.Add(spec, (values, line));
    }

    /// <summary>C allows no <c>-</c> in names, so whoever compiles the file has replaced it.</summary>
    private static string Normalize(string name) => name.Replace('-', '_');

    private void Advance() => _token = _tokenizer.Next();

    private KwsFormatException Expected(string what) => new(_source, _token.Line, $"found {_token.Shown}, expected {what}");
}
