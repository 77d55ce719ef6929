using System.Numerics;

namespace Kws.Model;

/// <summary>All integers from one to another, both included.</summary>
/// <param name="Least">The least.</param>
/// <param name="Greatest">The greatest, not below the least.</param>
public readonly record struct ValueRange(long Least, long Greatest)
{
    /// <summary>The range of a layer's output: the reference refuses a value beyond 32 bits.</summary>
    public static ValueRange Word { get; } = new(int.MinValue, int.MaxValue);

    /// <summary>The fewest bits of two's complement that hold every value.</summary>
    public int Bits => 65 - BitOperations.LeadingZeroCount((ulong)Math.Max(Magnitude(Least), Magnitude(Greatest)));

    /// <summary>A single value.</summary>
    public static ValueRange Of(long value) => new(value, value);

    /// <summary>The least range that holds some values, at least one.</summary>
    public static ValueRange Of(IEnumerable<int> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Union(values.Select(value => Of(value)));
    }

    /// <summary>The least range that holds all of some ranges, at least one.</summary>
    public static ValueRange Union(IEnumerable<ValueRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        return ranges.Aggregate((all, one) => all.Union(one));
    }

    /// <summary>Every sum of two values.</summary>
    public static ValueRange operator +(ValueRange left, ValueRange right) =>
        new(checked(left.Least + right.Least), checked(left.Greatest + right.Greatest));

    /// <summary>The least range with every product of two values.</summary>
    public static ValueRange operator *(ValueRange left, ValueRange right)
    {
        long a = checked(left.Least * right.Least);
        long b = checked(left.Least * right.Greatest);
        long c = checked(left.Greatest * right.Least);
        long d = checked(left.Greatest * right.Greatest);
        return new(Math.Min(Math.Min(a, b), Math.Min(c, d)), Math.Max(Math.Max(a, b), Math.Max(c, d)));
    }

    /// <summary>The smallest range with every result of a function that does not fall.</summary>
    public ValueRange Map(Func<long, long> rising)
    {
        ArgumentNullException.ThrowIfNull(rising);
        return new(rising(Least), rising(Greatest));
    }

    /// <summary>Every floor division by a power of two.</summary>
    public static ValueRange operator >>(ValueRange range, int shift) => new(range.Least >> shift, range.Greatest >> shift);

    /// <summary>The least range that holds both.</summary>
    public ValueRange Union(ValueRange other) => new(Math.Min(Least, other.Least), Math.Max(Greatest, other.Greatest));

    /// <summary>The intersection of two ranges, which have a value in common.</summary>
    public ValueRange Intersect(ValueRange other) => new(Math.Max(Least, other.Least), Math.Min(Greatest, other.Greatest));

    /// <summary>The range of every value after it is moved to the nearest value of another range.</summary>
    internal ValueRange Clamp(ValueRange limit) =>
        new(Math.Clamp(Least, limit.Least, limit.Greatest), Math.Clamp(Greatest, limit.Least, limit.Greatest));

    /// <summary>True if every value of another range is in this one.</summary>
    public bool Contains(ValueRange other) => Least <= other.Least && other.Greatest <= Greatest;

    /// <summary>Prints the range as <c>[-32, 31]</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"[{Least}, {Greatest}]");

    private static long Magnitude(long value) => value < 0 ? ~value : value;
}
