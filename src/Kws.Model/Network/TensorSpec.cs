using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>One axis of a weight tensor.</summary>
/// <param name="Name">What the axis counts: <c>channel</c>, <c>time</c>, <c>frequency</c>, <c>out</c> or <c>in</c>.</param>
/// <param name="Length">How many steps it has.</param>
public readonly record struct TensorAxis(string Name, int Length);

/// <summary>
/// A tensor of trained integers that a network needs: name, axes in the order of storage, and range. Equal by all of these.
/// </summary>
public sealed class TensorSpec : IEquatable<TensorSpec>
{
    /// <summary>The largest number of bits of a weight.</summary>
    public const int MaxWeightBits = 8;

    /// <summary>The bits of a bias.</summary>
    public const int BiasBits = 32;

    /// <summary>The largest number of values.</summary>
    public const int MaxCount = 1 << 28;

    /// <summary>Describes a tensor.</summary>
    /// <param name="name">The name.</param>
    /// <param name="bits">The bits of a value in two's complement: 2 to 8, or 32 for biases.</param>
    /// <param name="axes">The axes in the order of storage, each at least 1 long.</param>
    /// <exception cref="ArgumentException">The name is empty, a number is out of range, or there are too many values.</exception>
    public TensorSpec(string name, int bits, params ImmutableArray<TensorAxis> axes)
    {
        Names.Check(name);
        if (bits is (< 2 or > MaxWeightBits) and not BiasBits)
        {
            throw new ArgumentException($"{name}: {bits} bits, expected 2 to {MaxWeightBits}, or {BiasBits} for biases");
        }

        if (axes.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"{name}: no axes, expected one at least", nameof(axes));
        }

        long count = 1;
        for (int i = 0; count is > 0 and <= MaxCount && i < axes.Length; i++)
        {
            count *= axes[i].Length;
        }

        if (count is < 1 or > MaxCount)
        {
            throw new ArgumentException($"{name}: {Text(axes)}, expected 1 to {MaxCount} values");
        }

        (Name, Bits, Axes, Count) = (name, bits, axes, (int)count);
    }

    /// <summary>The name: in a DS-CNN that of the TensorFlow variable, for instance <c>DS-CNN/conv_1/weights:0</c>.</summary>
    public string Name { get; }

    /// <summary>The name in <c>weight.h</c>: <see cref="Name"/> with <c>/</c> and <c>:</c> replaced by <c>_</c>.</summary>
    public string FileName => Name.Replace('/', '_').Replace(':', '_');

    /// <summary>The axes in the order of storage in <c>weight.h</c> and in memory, the last one varying fastest.</summary>
    public ImmutableArray<TensorAxis> Axes { get; }

    /// <summary>The bits of a value in two's complement.</summary>
    public int Bits { get; }

    /// <summary>The smallest value allowed: -32 for 6 bits.</summary>
    public int MinValue => -1 << (Bits - 1);

    /// <summary>The largest value allowed: 31 for 6 bits.</summary>
    public int MaxValue => ~MinValue;

    /// <summary>The number of values.</summary>
    public int Count { get; }

    /// <summary>Says where a flat index lies, for instance <c>channel 3, time 0, frequency 2</c>.</summary>
    /// <param name="index">An index into the values, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not in 0 to <see cref="Count"/> - 1.</exception>
    public string Describe(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Describe(Axes, index);
    }

    /// <inheritdoc/>
    public bool Equals(TensorSpec? other) =>
        other is not null && (Name, Bits) == (other.Name, other.Bits) && Axes.AsSpan().SequenceEqual(other.Axes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorSpec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Count);

    /// <summary>Prints name and axes, for instance <c>DS-CNN/fc1/weights:0 [out 4][in 16]</c>.</summary>
    public override string ToString() => $"{Name} {AxesText}";

    /// <summary>The axes as messages show them: <c>[out 4][in 16]</c>.</summary>
    internal string AxesText => Text(Axes);

    /// <summary>The place of a flat index in a tensor of these axes.</summary>
    internal static string Describe(ImmutableArray<TensorAxis> axes, int index)
    {
        var parts = new string[axes.Length];
        for (int axis = axes.Length - 1; axis >= 0; axis--)
        {
            parts[axis] = $"{axes[axis].Name} {index % axes[axis].Length}";
            index /= axes[axis].Length;
        }

        return string.Join(", ", parts);
    }

    /// <summary>Axes as messages show them.</summary>
    internal static string Text(ImmutableArray<TensorAxis> axes) => string.Concat(axes.Select(axis => $"[{axis.Name} {axis.Length}]"));
}
