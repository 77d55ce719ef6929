using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>The layer that a file should have: its shape and the range of its values.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value.</param>
internal sealed record ExpectedLayer(string Name, TensorShape Shape, int Least, int Most)
{
    private const int MostShown = 8;

    /// <summary>The values of a file as a layer.</summary>
    /// <param name="readings">The values as stored, in each way that they can be read.</param>
    /// <param name="groups">Numbers of values in the inner axes; none for a flat list.</param>
    /// <param name="file">The file in messages.</param>
    /// <param name="line">The line where the values begin, or 0.</param>
    public RecordedLayer Record(
        ImmutableArray<ImmutableArray<int>> readings, IReadOnlyCollection<int> groups, string file, int line = 0)
    {
        ImmutableArray<AxisOrder> orders = AxisOrder.Fitting(Shape, groups);
        return orders.IsEmpty
            ? throw new KwsFormatException(
                file, line,
                $"{Name}: inner axes of {string.Join(", ", groups.Take(MostShown))} values, expected {Shape} in any order of axes")
            : new RecordedLayer(Name, Shape, readings, orders);
    }

    /// <summary>The layer without its values, in messages: <c>2688 values of conv_1 (14 x 4 x 48)</c>.</summary>
    public override string ToString() => $"{Shape.Count} values of {Name} ({Shape})";

    /// <summary>A value that was read, checked.</summary>
    /// <param name="value">The value; not a number is refused.</param>
    /// <param name="index">Its place in the file.</param>
    /// <param name="file">The file in messages.</param>
    public int Check(double value, int index, string file) =>
        value == Math.Floor(value) && value >= Least && value <= Most
            ? (int)value
            : throw new KwsFormatException(
                file, 0, FormattableString.Invariant($"{Name}: value {index} is {value}, expected an integer from {Least} to {Most}"));
}
