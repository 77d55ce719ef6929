namespace Kws.Export;

/// <summary>All integers from <paramref name="Low"/> to <paramref name="High"/>.</summary>
internal readonly record struct Interval(long Low, long High)
{
    /// <summary>What a value of a trace can be at all: the reference refuses what does not fit 32 bits.</summary>
    public static Interval Int32 { get; } = new(int.MinValue, int.MaxValue);

    /// <summary>The fewest bits of two's complement that hold every value: 6 for -32 to 31, 7 for -32 to 32.</summary>
    public int Bits => Math.Max(SignedBits(Low), SignedBits(High));

    /// <summary>The greatest absolute value.</summary>
    public long Magnitude => Math.Max(-Low, High);

    /// <summary>Whether all of it fits 32 bits.</summary>
    public bool FitsInt32 => Low >= int.MinValue && High <= int.MaxValue;

    public static Interval Of(ReadOnlySpan<int> values)
    {
        var interval = new Interval(values[0], values[0]);
        foreach (int value in values)
        {
            interval = new(Math.Min(interval.Low, value), Math.Max(interval.High, value));
        }

        return interval;
    }

    public static Interval operator +(Interval a, Interval b) => new(a.Low + b.Low, a.High + b.High);

    public static Interval operator *(Interval a, Interval b)
    {
        long[] corners = [a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High];
        return new(corners.Min(), corners.Max());
    }

    public static Interval operator >>(Interval a, int shift) => new(a.Low >> shift, a.High >> shift);

    /// <summary>The sum of so many values.</summary>
    public Interval Times(int count) => new(Low * count, High * count);

    /// <summary>All sums of a number of this one and, or not, one of another.</summary>
    public Interval MayAdd(Interval other) => new(Low + Math.Min(other.Low, 0), High + Math.Max(other.High, 0));

    public Interval Intersect(Interval other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High));

    /// <summary>Prints it as <c>-15,872 to 16,384</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Low:N0} to {High:N0}");

    private static int SignedBits(long value) => 65 - (int)long.LeadingZeroCount(value < 0 ? ~value : value);
}
