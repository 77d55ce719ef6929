using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx;

/// <summary>
/// floor(value / divisor), or floor(value / divisor + 1/2). Floating-point numbers take Div and Floor: a division by a power of two is
/// exact, and no other quotient is rounded up to an integer, since it is at least 1 / divisor below the next one. For int32 no version of
/// ONNX asks for a floor, so a multiple of the divisor makes values non-negative, and its quotient is subtracted afterwards.
/// </summary>
/// <param name="Least">A lower bound of the quotient.</param>
/// <param name="IsRounded">True if half of the divisor, a multiple of 2 or 1, is added before the division.</param>
/// <param name="Divisors">The divisor of all values, or one for each value of <paramref name="Shape"/>.</param>
/// <param name="Shape">The shape of the divisors, which may be repeated along the axes of the values; empty for one divisor.</param>
internal sealed record FloorDivision(long Least, bool IsRounded, long[] Divisors, params long[] Shape)
{
    /// <summary>A division of values of a range by a power of two.</summary>
    public static FloorDivision Of(ValueRange values, bool isRounded, int shift) =>
        new((values.Least + Half(isRounded, 1L << shift)) >> shift, isRounded, [1L << shift]);

    /// <summary>The range of all numbers on the way to the quotient, and of the constants.</summary>
    /// <param name="type">The type of values. One of floating point holds every divisor.</param>
    /// <param name="values">Their range.</param>
    public ValueRange Steps(DataType type, ValueRange values)
    {
        ValueRange added = ValueRange.Union(Divisors.Select(divisor => ValueRange.Of(Added(type, divisor))));
        return added.Union(values).Union(values + added).Union(ValueRange.Of(type == DataType.Int32 ? Divisors.Max() : 0));
    }

    /// <summary>Adds the operators and returns the name of their output.</summary>
    public string Add(OnnxGraph graph, DataType type, string values, string output)
    {
        long[] added = Array.ConvertAll(Divisors, divisor => Added(type, divisor));
        string dividend = added.All(number => number == 0)
            ? values
            : graph.Node("Add", [values, graph.Numbers($"{output}/added", type, added, Shape)], $"{output}/raised");
        string divisors = graph.Numbers($"{output}/divisor", type, Divisors, Shape);
        if (type != DataType.Int32)
        {
            return graph.Node("Floor", [graph.Node("Div", [dividend, divisors], $"{output}/quotient")], output);
        }

        if (Multiple == 0)
        {
            return graph.Node("Div", [dividend, divisors], output);
        }

        string quotient = graph.Node("Div", [dividend, divisors], $"{output}/quotient");
        return graph.Node("Sub", [quotient, graph.Numbers($"{output}/multiple", type, [Multiple])], output);
    }

    /// <summary>The number of divisors that are added to make values of int32 non-negative.</summary>
    private long Multiple => Math.Max(0, -Least);

    private long Added(DataType type, long divisor) => Half(IsRounded, divisor) + (type == DataType.Int32 ? Multiple * divisor : 0);

    private static long Half(bool isRounded, long divisor) => isRounded ? divisor / 2 : 0;
}
