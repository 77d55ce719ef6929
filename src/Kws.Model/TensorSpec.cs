using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>One axis of a weight tensor.</summary>
/// <param name="Name">What the axis counts: <c>channel</c>, <c>time</c>, <c>frequency</c>, <c>out</c> or <c>in</c>.</param>
/// <param name="Length">How many steps it has.</param>
public readonly record struct TensorAxis(string Name, int Length);

/// <summary>A tensor of trained integers that a topology needs: name, axes in the order of storage, and range. Equal by name and axes.</summary>
public sealed class TensorSpec : IEquatable<TensorSpec>
{
    internal TensorSpec(string name, bool isBias, params ImmutableArray<TensorAxis> axes)
    {
        Name = name;
        Axes = axes;
        (MinValue, MaxValue) = isBias ? (int.MinValue, int.MaxValue) : (SixBit.Min, SixBit.Max);
        Count = axes.Aggregate(1, (product, axis) => product * axis.Length);
    }

    /// <summary>The TensorFlow variable, for instance <c>DS-CNN/conv_1/weights:0</c>.</summary>
    public string Name { get; }

    /// <summary>The name in <c>weight.h</c>: <see cref="Name"/> with <c>/</c> and <c>:</c> replaced by <c>_</c>.</summary>
    public string FileName => Name.Replace('/', '_').Replace(':', '_');

    /// <summary>The axes in the order of storage in <c>weight.h</c> and in memory, the last one varying fastest.</summary>
    public ImmutableArray<TensorAxis> Axes { get; }

    /// <summary>The least value allowed: -32 for weights, that of <see cref="int"/> for biases.</summary>
    public int MinValue { get; }

    /// <summary>The greatest value allowed: 31 for weights, that of <see cref="int"/> for biases.</summary>
    public int MaxValue { get; }

    /// <summary>How many values the tensor holds.</summary>
    public int Count { get; }

    /// <summary>Says where a flat index lies, for instance <c>channel 3, time 0, frequency 2</c>.</summary>
    /// <param name="index">An index into the values, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is not in 0 to <see cref="Count"/> - 1.</exception>
    public string Describe(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var parts = new string[Axes.Length];
        for (int axis = Axes.Length - 1; axis >= 0; axis--)
        {
            parts[axis] = $"{Axes[axis].Name} {index % Axes[axis].Length}";
            index /= Axes[axis].Length;
        }

        return string.Join(", ", parts);
    }

    /// <inheritdoc/>
    public bool Equals(TensorSpec? other) => other is not null && Name == other.Name && Axes.AsSpan().SequenceEqual(other.Axes.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorSpec);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Count);

    /// <summary>Prints name and axes, for instance <c>DS-CNN/fc1/weights:0 [out 4][in 16]</c>.</summary>
    public override string ToString() => $"{Name} {AxesText}";

    /// <summary>The axes as messages show them: <c>[out 4][in 16]</c>.</summary>
    internal string AxesText => string.Concat(Axes.Select(axis => $"[{axis.Name} {axis.Length}]"));
}
