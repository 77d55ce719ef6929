namespace Kws.Hardware.Ranges;

/// <summary>The names of quantities in tables, JSON and messages.</summary>
public static class QuantityNames
{
    /// <summary>The name of a quantity.</summary>
    /// <param name="quantity">The quantity.</param>
    public static string Name(this Quantity quantity) => quantity switch
    {
        Quantity.Input => "operand",
        Quantity.Weight => "weight",
        Quantity.Product => "product",
        Quantity.Sum => "sum",
        _ => "value",
    };
}
