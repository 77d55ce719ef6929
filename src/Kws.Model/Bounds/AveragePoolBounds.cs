namespace Kws.Model;

/// <summary>The bounds of an average pool.</summary>
internal static class AveragePoolBounds
{
    /// <summary>The averages of values of a range.</summary>
    public static ValueRange Of(AveragePoolLayer layer, ValueRange input) => input.Map(value => checked(value << layer.LeftShift));
}
