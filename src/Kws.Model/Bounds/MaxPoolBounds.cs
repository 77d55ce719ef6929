namespace Kws.Model;

/// <summary>The bounds of a max pool: those of its input.</summary>
internal static class MaxPoolBounds
{
    /// <summary>The maxima of values of a range.</summary>
    public static ValueRange Of(ValueRange input) => input;
}
