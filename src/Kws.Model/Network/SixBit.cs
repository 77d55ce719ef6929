namespace Kws.Model;

/// <summary>The range of 6 bits in two's complement: that of the default network's weights and fingerprints.</summary>
public static class SixBit
{
    /// <summary>The smallest value.</summary>
    public const int Min = -32;

    /// <summary>The largest value.</summary>
    public const int Max = 31;

    internal const int Bits = 6;
}
