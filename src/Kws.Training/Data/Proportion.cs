namespace Kws.Training.Data;

/// <summary>A part of a whole: an accuracy, a recall or a precision.</summary>
/// <param name="Count">How many were right.</param>
/// <param name="Total">How many there were.</param>
public readonly record struct Proportion(long Count, long Total)
{
    /// <summary>The proportion, 0 to 1; null of nothing.</summary>
    public double? Value => Total > 0 ? (double)Count / Total : null;

    /// <summary>The 95 % interval of the probability behind it; null of nothing.</summary>
    public WilsonInterval? Interval => Total > 0 ? WilsonInterval.Of(Count, Total) : null;
}
