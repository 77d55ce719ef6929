using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Import.TensorFlow;

/// <summary>A node of a graph: an operator, the names of its inputs, and attributes.</summary>
internal sealed class GraphNode(NodeDef definition, string source)
{
    /// <summary>The name, unique in the graph.</summary>
    public string Name => definition.Name;

    /// <summary>The operator, for instance <c>MatMul</c>.</summary>
    public string Operator => definition.Op;

    /// <summary>
    /// The inputs, as <c>name</c> or <c>name:output</c>. Those beginning with ^ only order the computation and are left out.
    /// </summary>
    public ImmutableArray<string> Inputs { get; } = [.. definition.Input.Where(input => !input.StartsWith('^'))];

    private string Place => $"node '{Excerpt.Of(Name)}' ({Excerpt.Of(Operator)}): ";

    /// <summary>A refusal that names the node.</summary>
    public KwsFormatException Error(string problem) => new(source, 0, Place + problem);

    /// <summary>A refusal that names the node, for a layer that is refused.</summary>
    public KwsFormatException Error(ArgumentException refusal) => KwsFormatException.Of(source, refusal, Place);

    /// <summary>True if the node has an attribute.</summary>
    public bool Has(string attribute) => definition.Attr.ContainsKey(attribute);

    /// <summary>An integer attribute.</summary>
    /// <param name="attribute">Its name.</param>
    /// <param name="missing">Its value where the node does not have it; null if it must.</param>
    public int Integer(string attribute, int? missing = null) =>
        Value(attribute, AttrValue.ValueOneofCase.I, "an integer", missing is null) is not { } value ? missing!.Value
            : value.I is >= int.MinValue and <= int.MaxValue ? (int)value.I
            : throw Error($"attribute '{attribute}' is {value.I}, expected an integer of 32 bits");

    /// <summary>A floating-point attribute.</summary>
    public double Number(string attribute, double missing) =>
        Value(attribute, AttrValue.ValueOneofCase.F, "a number", isRequired: false)?.F ?? missing;

    /// <summary>The tensor of a constant.</summary>
    public TensorProto Tensor() => Value("value", AttrValue.ValueOneofCase.Tensor, "a tensor", isRequired: true)!.Tensor;

    /// <summary>A text attribute.</summary>
    public string Text(string attribute, string? missing = null) =>
        Value(attribute, AttrValue.ValueOneofCase.S, "a text", missing is null)?.S.ToStringUtf8() ?? missing!;

    /// <summary>A logical attribute.</summary>
    public bool Flag(string attribute, bool missing) =>
        Value(attribute, AttrValue.ValueOneofCase.B, "true or false", isRequired: false)?.B ?? missing;

    /// <summary>
    /// The two middle integers of an attribute for the axes batch, time, frequency and channel. The outer ones must be 1.
    /// </summary>
    public (int Time, int Frequency) Pair(string attribute)
    {
        AttrValue value = Value(attribute, AttrValue.ValueOneofCase.List, "a list of integers", isRequired: true)!;
        return value.List.I is [1, > 0 and <= Window.MaxDimension and var time, > 0 and <= Window.MaxDimension and var frequency, 1]
            ? ((int)time, (int)frequency)
            : throw Error($"attribute '{attribute}' is [{Excerpt.Of(string.Join(", ", value.List.I.Take(9)))}], expected [1, time, "
                + $"frequency, 1] of 1 to {Window.MaxDimension}");
    }

    /// <summary>Fails unless an attribute of the operator has the value of all networks that are read.</summary>
    public void Require(string attribute, bool expected, bool missing)
    {
        if (Flag(attribute, missing) != expected)
        {
            throw Error($"attribute '{attribute}' is {(expected ? "false" : "true")}, expected {(expected ? "true" : "false")}");
        }
    }

    /// <summary>Fails unless channels vary fastest.</summary>
    public void RequireChannelsLast()
    {
        if (Text("data_format", "NHWC") is not "NHWC" and var format)
        {
            throw Error($"attribute 'data_format' is {Excerpt.Of(format)}, expected NHWC");
        }
    }

    private AttrValue? Value(string attribute, AttrValue.ValueOneofCase type, string expected, bool isRequired)
    {
        if (!definition.Attr.TryGetValue(attribute, out AttrValue? value))
        {
            return isRequired ? throw Error($"attribute '{attribute}' is missing, expected {expected}") : null;
        }

        return value.ValueCase == type ? value : throw Error($"attribute '{attribute}' has another type, expected {expected}");
    }
}
