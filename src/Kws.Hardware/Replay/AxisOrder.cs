using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>An order in which the axes of a layer are stored, the last one varying fastest.</summary>
public sealed class AxisOrder
{
    private static readonly string[] Names = ["time", "frequency", "channel"];

    private readonly int[] _axes;

    private AxisOrder(params int[] axes) => _axes = axes;

    /// <summary>Time, frequency, channel: the order of the reference.</summary>
    public static AxisOrder Reference { get; } = new(0, 1, 2);

    /// <summary>All orders, that of the reference first and then the more usual ones (channel first; time and frequency swapped).</summary>
    internal static ImmutableArray<AxisOrder> All { get; } =
        [Reference, new(2, 0, 1), new(1, 0, 2), new(0, 2, 1), new(1, 2, 0), new(2, 1, 0)];

    /// <summary>
    /// The orders in which a layer can be stored so that its inner axes hold these numbers of values; all of them for a flat list.
    /// Orders that differ only in axes of length 1 are one.
    /// </summary>
    /// <param name="shape">The shape of the layer.</param>
    /// <param name="groups">Numbers of values between brackets, braces or in the inner axes of an array.</param>
    internal static ImmutableArray<AxisOrder> Fitting(TensorShape shape, IReadOnlyCollection<int> groups) =>
        [.. All.DistinctBy(order => order.Describe(shape)).Where(order => groups.All(order.Groups(shape).Contains))];

    /// <summary>The numbers of values that an inner axis can hold: 1, 48, 192 and 2688 for 14 x 4 x 48.</summary>
    internal int[] Groups(TensorShape shape)
    {
        int[] lengths = Lengths(shape);
        return [.. new[] { 1, lengths[2], lengths[1] * lengths[2], shape.Count }.Distinct()];
    }

    /// <summary>Stored values in the order of the reference.</summary>
    internal int[] ToReference(TensorShape shape, ReadOnlySpan<int> stored)
    {
        int[] lengths = Lengths(shape);
        int[] values = new int[stored.Length];
        Span<int> position = stackalloc int[3];
        for (int i = 0; i < stored.Length; i++)
        {
            position[_axes[0]] = i / (lengths[1] * lengths[2]);
            position[_axes[1]] = i / lengths[2] % lengths[1];
            position[_axes[2]] = i % lengths[2];
            values[shape.IndexOf(position[0], position[1], position[2])] = stored[i];
        }

        return values;
    }

    /// <summary>Values in the order of the reference as this order stores them.</summary>
    internal int[] FromReference(TensorShape shape, ReadOnlySpan<int> values)
    {
        int[] places = ToReference(shape, [.. Enumerable.Range(0, values.Length)]);
        int[] stored = new int[values.Length];
        for (int i = 0; i < stored.Length; i++)
        {
            stored[places[i]] = values[i];
        }

        return stored;
    }

    /// <summary>The names of the axes that are longer than 1, as <c>channel, time, frequency</c>.</summary>
    /// <param name="shape">The shape of the layer.</param>
    public string Describe(TensorShape shape)
    {
        int[] lengths = Lengths(shape);
        return string.Join(", ", Enumerable.Range(0, 3).Where(i => lengths[i] > 1).Select(i => Names[_axes[i]]));
    }

    private int[] Lengths(TensorShape shape)
    {
        int[] all = [shape.Time, shape.Frequency, shape.Channels];
        return [all[_axes[0]], all[_axes[1]], all[_axes[2]]];
    }
}
