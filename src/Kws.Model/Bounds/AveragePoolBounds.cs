namespace Kws.Model;

/// <summary>The bounds of an average pool.</summary>
internal static class AveragePoolBounds
{
    /// <summary>The averages of values of a range. One that exceeds the bits that the pool keeps becomes any value of them.</summary>
    public static ValueRange Of(AveragePoolLayer layer, ValueRange input)
    {
        ValueRange quotient = input.Map(value => value << layer.LeftShift);
        if (layer.WrapBits is not { } bits)
        {
            return quotient;
        }

        var kept = new ValueRange(-1L << (bits - 1), (1L << (bits - 1)) - 1);
        return kept.Contains(quotient) ? quotient : kept;
    }
}
