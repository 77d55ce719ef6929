using System.Text.Json;

namespace Kws.Model;

/// <summary>The members of a JSON object: each is read by name and type, and those that nobody reads are an error.</summary>
internal sealed class JsonMembers
{
    private readonly JsonElement _object;
    private readonly string _source;
    private readonly HashSet<string> _known = [];

    public JsonMembers(JsonElement value, string path, string source)
    {
        (_object, Path, _source) = (value, path, source);
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Error($"found {Shown(value)}, expected an object");
        }
    }

    /// <summary>The place of the object in messages, for instance <c>network: layers[2]</c>.</summary>
    public string Path { get; }

    public KwsFormatException Error(string problem) => new(_source, 0, $"{Path}: {problem}");

    public bool Has(string name) => !IsMissing(name);

    public string Text(string name) => Value(name, JsonValueKind.String, "a string").GetString()!;

    /// <summary>A string, or null where it is missing or null.</summary>
    public string? OptionalText(string name) => IsMissing(name) ? null : Text(name);

    public int Integer(string name) => Integer(Value(name, JsonValueKind.Number, "an integer"), name);

    public int Integer(string name, int missing) => IsMissing(name) ? missing : Integer(name);

    /// <summary>An integer, or null where it is missing or null.</summary>
    public int? OptionalInteger(string name) => IsMissing(name) ? null : Integer(name);

    public double Number(string name, double missing)
    {
        if (IsMissing(name))
        {
            return missing;
        }

        return Number(_object.GetProperty(name), name);
    }

    /// <summary>An object of numbers by name; empty where it is missing or null.</summary>
    public Dictionary<string, double> Numbers(string name) => IsMissing(name)
        ? []
        : Value(name, JsonValueKind.Object, "an object of numbers").EnumerateObject()
            .ToDictionary(member => member.Name, member => Number(member.Value, $"{name}: {Excerpt.Of(member.Name)}"));

    public bool Boolean(string name, bool missing)
    {
        if (IsMissing(name))
        {
            return missing;
        }

        JsonElement value = _object.GetProperty(name);
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name, value, "true or false");
    }

    /// <summary>Two integers, time before frequency.</summary>
    public (int Time, int Frequency) Pair(string name)
    {
        JsonElement value = Value(name, JsonValueKind.Array, "two integers");
        return value.GetArrayLength() == 2
            ? (Integer(value[0], name), Integer(value[1], name))
            : throw Wrong(name, value, "two integers, time and frequency");
    }

    public JsonElement[] Array(string name) => [.. Value(name, JsonValueKind.Array, "an array").EnumerateArray()];

    /// <summary>One of some words.</summary>
    public T Word<T>(string name, T missing, (string Word, T Value)[] words)
        where T : struct
    {
        if (IsMissing(name))
        {
            return missing;
        }

        string text = Text(name);
        return words.Where(word => word.Word == text).Select(word => (T?)word.Value).FirstOrDefault()
            ?? throw Error($"'{name}' is '{Excerpt.Of(text)}', expected {string.Join(" or ", words.Select(word => word.Word))}");
    }

    public JsonMembers Object(string name) => new(Value(name, JsonValueKind.Object, "an object"), $"{Path}: {name}", _source);

    /// <summary>Refuses members that were not read: a misspelt one would change the network silently.</summary>
    public void RefuseOthers()
    {
        foreach (JsonProperty member in _object.EnumerateObject())
        {
            if (!_known.Contains(member.Name))
            {
                throw Error($"unknown member '{Excerpt.Of(member.Name)}', expected {string.Join(", ", _known)}");
            }
        }
    }

    private bool IsMissing(string name)
    {
        _known.Add(name);
        return !_object.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null;
    }

    private JsonElement Value(string name, JsonValueKind kind, string expected)
    {
        _known.Add(name);
        if (!_object.TryGetProperty(name, out JsonElement value))
        {
            throw Error($"'{name}' is missing, expected {expected}");
        }

        return value.ValueKind == kind ? value : throw Wrong(name, value, expected);
    }

    private int Integer(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int integer) ? integer : throw Wrong(name, value, "an integer");

    private double Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw Wrong(name, value, "a number");

    private KwsFormatException Wrong(string name, JsonElement value, string expected) =>
        Error($"'{name}' is {Shown(value)}, expected {expected}");

    private static string Shown(JsonElement value) => Excerpt.Of(value.GetRawText());
}
