namespace Kws.Reference.FrontEnds;

/// <summary>Division by a power of two.</summary>
internal static class Shift
{
    /// <summary>value / 2^bits, rounded to nearest, halves up.</summary>
    public static int Rounded(int value, int bits) => bits == 0 ? value : checked(value + (1 << (bits - 1))) >> bits;
}
