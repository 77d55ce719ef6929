using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Import.TensorFlow;

/// <summary>A constant tensor of a graph, stored or computed from stored ones.</summary>
/// <param name="Node">The node that gives it.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">The lengths of its axes; empty for a single number.</param>
/// <param name="Values">The values, the last axis varying fastest.</param>
internal sealed record Constant(GraphNode Node, DataType Type, ImmutableArray<int> Shape, ImmutableArray<double> Values)
{
    /// <summary>Any length of an axis.</summary>
    public const int Any = -1;

    /// <summary>This tensor, checked to consist of floating-point numbers with some axes.</summary>
    /// <param name="shape">The lengths of the axes, <see cref="Any"/> for one that may have any.</param>
    /// <exception cref="KwsFormatException">The type or the shape is another one.</exception>
    public Constant Floats(params ReadOnlySpan<int> shape)
    {
        Require(DataType.DtFloat);
        bool fits = shape.Length == Shape.Length;
        for (int i = 0; i < shape.Length && fits; i++)
        {
            fits = shape[i] == Any || shape[i] == Shape[i];
        }

        return fits ? this : throw Node.Error($"the shape is {Text(Shape)}, expected {Text(shape)}");
    }

    /// <summary>The values of a list of integers, or of a single one.</summary>
    /// <exception cref="KwsFormatException">They are no integers, or have more axes.</exception>
    public int[] Integers()
    {
        Require(DataType.DtInt32);
        return Shape.Length <= 1
            ? [.. Values.Select(value => (int)value)]
            : throw Node.Error($"the shape is {Text(Shape)}, expected a list");
    }

    /// <summary>Fails unless this is a certain list of integers, or a single one.</summary>
    public void Require(params ReadOnlySpan<int> expected)
    {
        if (!Integers().AsSpan().SequenceEqual(expected))
        {
            throw Node.Error($"the value is {Text(Integers())}, expected {Text(expected)}");
        }
    }

    /// <summary>Fails unless this is a single floating-point number of some value.</summary>
    public void Require(double expected)
    {
        if (Floats().Values[0] != expected)
        {
            throw Node.Error($"the value is {Values[0]}, expected {expected}");
        }
    }

    /// <summary>The name of a type in TensorFlow.</summary>
    public static string NameOf(DataType type) => type switch
    {
        DataType.DtFloat => "DT_FLOAT",
        DataType.DtInt32 => "DT_INT32",
        _ => $"number {(int)type} of TensorFlow",
    };

    private static string Text(ReadOnlySpan<int> values)
    {
        string[] texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = values[i] == Any ? "any" : $"{values[i]}";
        }

        return $"[{Excerpt.Of(string.Join(", ", texts))}]";
    }

    private static string Text(ImmutableArray<int> values) => Text(values.AsSpan());

    private void Require(DataType expected)
    {
        if (Type != expected)
        {
            throw Node.Error($"the type is {NameOf(Type)}, expected {NameOf(expected)}");
        }
    }
}
