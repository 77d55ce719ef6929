namespace Kws.Model;

/// <summary>The requantisation after a layer with weights: the numbers of a <see cref="RequantizationLayer"/>.</summary>
/// <param name="Shift">log2 of the divisor, 0 to 31.</param>
/// <param name="Relu">True if negative values become 0.</param>
/// <param name="Rounding">The rounding of the division.</param>
/// <param name="SaturationBits">The bits of two's complement to saturate at, 2 to 31; null for none.</param>
public sealed record RequantizationSpec(int Shift, bool Relu = false, Rounding Rounding = Rounding.HalfUp, int? SaturationBits = 8);
