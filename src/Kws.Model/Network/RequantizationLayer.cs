namespace Kws.Model;

/// <summary>
/// Narrows the sums of an accumulating layer: a shift right, then ReLU and saturation where they are asked for. The default network shifts
/// with floor and has neither.
/// </summary>
public sealed record RequantizationLayer : Layer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The shape of the input and output.</param>
    /// <param name="shift">log2 of the divisor, 0 to 31.</param>
    /// <param name="rounding">The rounding of the division.</param>
    /// <param name="relu">True if negative values become 0.</param>
    /// <param name="saturationBits">The bits of two's complement to saturate at, 2 to 31; null for none.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public RequantizationLayer(
        string name, TensorShape shape, int shift, Rounding rounding = Rounding.Floor, bool relu = false, int? saturationBits = null)
        : base(name, shape, shape)
    {
        if (shift is < 0 or > 31)
        {
            throw new ArgumentException($"{name}: shift is {shift}, expected 0 to 31");
        }

        if (saturationBits is < 2 or > 31)
        {
            throw new ArgumentException($"{name}: saturation is {saturationBits} bits, expected 2 to 31");
        }

        (Shift, Rounding, Relu, SaturationBits) = (shift, rounding, relu, saturationBits);
    }

    /// <summary>log2 of the divisor.</summary>
    public int Shift { get; }

    /// <summary>The rounding of the division.</summary>
    public Rounding Rounding { get; }

    /// <summary>True if negative values become 0.</summary>
    public bool Relu { get; }

    /// <summary>The bits of two's complement that values are saturated at; null for none.</summary>
    public int? SaturationBits { get; }

    /// <summary>The smallest value that the layer can give.</summary>
    public int MinOutput => Relu ? 0 : SaturationBits is { } bits ? -1 << (bits - 1) : int.MinValue;

    /// <summary>The largest value that the layer can give.</summary>
    public int MaxOutput => SaturationBits is { } bits ? (1 << (bits - 1)) - 1 : int.MaxValue;

    /// <summary>The number added before the shift.</summary>
    public long Half => Rounding == Rounding.HalfUp ? (1L << Shift) >> 1 : 0;
}
