using Kws.Model;

namespace Kws.Analysis.Widths;

/// <summary>One layer of a network computed otherwise than it is.</summary>
public readonly record struct LayerChange
{
    private LayerChange(int layer, int? bits, int? shift)
    {
        Layer = layer;
        Bits = bits;
        Shift = shift;
    }

    /// <summary>The layer's index in <see cref="DsCnnTopology.Layers"/>.</summary>
    public int Layer { get; }

    /// <summary>Bits of two's complement at whose least and greatest number the layer's values are saturated, 1 to 31; else null.</summary>
    public int? Bits { get; }

    /// <summary>The power of two by which a floor division divides instead, 0 to 31; else null.</summary>
    public int? Shift { get; }

    /// <summary>The values of a layer saturated at so many bits.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="bits">1 to 31.</param>
    public static LayerChange Saturate(int layer, int bits) => new(layer, bits, null);

    /// <summary>Another shift of a floor division.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="shift">0 to 31.</param>
    public static LayerChange ShiftBy(int layer, int shift) => new(layer, null, shift);

    /// <summary>Bits of two's complement that hold a value.</summary>
    /// <param name="value">The value.</param>
    public static int BitsOf(int value) => 33 - int.LeadingZeroCount(value < 0 ? ~value : value);

    /// <summary>Makes the layer's values what they become.</summary>
    /// <param name="input">The layer's input.</param>
    /// <param name="output">Its values, which are overwritten.</param>
    /// <returns>Whether any is another one.</returns>
    internal bool Apply(ReadOnlySpan<int> input, Span<int> output)
    {
        bool changed = false;
        for (int i = 0; i < output.Length; i++)
        {
            int value = Shift is { } shift ? input[i] >> shift : Saturated(output[i]);
            changed |= value != output[i];
            output[i] = value;
        }

        return changed;
    }

    private int Saturated(int value)
    {
        int greatest = (1 << (Bits!.Value - 1)) - 1;
        return Math.Clamp(value, -greatest - 1, greatest);
    }
}
