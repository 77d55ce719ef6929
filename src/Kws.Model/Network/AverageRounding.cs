namespace Kws.Model;

/// <summary>The rounding of an average.</summary>
public enum AverageRounding
{
    /// <summary>Towards minus infinity.</summary>
    Floor,

    /// <summary>Towards zero, as an integer division in C.</summary>
    TowardsZero,
}
