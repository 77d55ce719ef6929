using System.Runtime.CompilerServices;
using Kws.Model;

namespace Kws.Hardware.Widths;

/// <summary>The part of a layer that a <see cref="LayerChange"/> changes.</summary>
public enum ChangeKind
{
    /// <summary>
    /// The finished values of a layer are saturated, those of a recurrent layer before its next frame reads them; sums on the way are as
    /// wide as they need.
    /// </summary>
    Values,

    /// <summary>
    /// The accumulator of a layer with weights is: what it begins with and every sum, in the order of the reference's loops.
    /// </summary>
    Sums,

    /// <summary>A floor division divides by another power of two.</summary>
    Shift,
}

/// <summary>One layer of a network computed otherwise than it is.</summary>
public sealed record LayerChange
{
    private LayerChange(int layer, ChangeKind kind, int number)
    {
        Layer = layer;
        Kind = kind;
        Number = number;
    }

    /// <summary>The layer's index in <see cref="Network.Layers"/>.</summary>
    public int Layer { get; }

    /// <summary>The kind of the change.</summary>
    public ChangeKind Kind { get; }

    /// <summary>Bits of two's complement, at whose ends is saturated; or the power of two of a floor division.</summary>
    public int Number { get; }

    /// <summary>The values of a layer saturated at so many bits.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="bits">1 to 32; 32 hold every value.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bits are out of range.</exception>
    public static LayerChange Saturate(int layer, int bits) => new(layer, ChangeKind.Values, Check(bits, 1, 32));

    /// <summary>Every sum of a layer with weights saturated at so many bits.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="bits">1 to 63: sums on the way to a value of 32 bits may be wider.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bits are out of range.</exception>
    public static LayerChange SaturateSums(int layer, int bits) => new(layer, ChangeKind.Sums, Check(bits, 1, 63));

    /// <summary>Another shift of a floor division.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="shift">0 to 31.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shift is out of range.</exception>
    public static LayerChange ShiftBy(int layer, int shift) => new(layer, ChangeKind.Shift, Check(shift, 0, 31));

    /// <summary>Bits of two's complement that hold a value.</summary>
    /// <param name="value">The value.</param>
    public static int BitsOf(long value) => 65 - (int)long.LeadingZeroCount(value < 0 ? ~value : value);

    private static int Check(int number, int least, int most, [CallerArgumentExpression(nameof(number))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, most, name);
        return number;
    }
}
