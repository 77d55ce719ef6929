namespace Kws.Model;

/// <summary>The rounding of a division by a power of two.</summary>
public enum Rounding
{
    /// <summary>Towards minus infinity: an arithmetic shift right.</summary>
    Floor,

    /// <summary>To the nearest integer, halves upwards: half of the divisor is added before the shift.</summary>
    HalfUp,
}
