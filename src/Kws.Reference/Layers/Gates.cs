using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>The arithmetic of single numbers in recurrent layers. Gates and states have 16 bits, most of them 15 after the point.</summary>
internal static class Gates
{
    /// <summary>The product of two numbers of which one has 15 bits behind the binary point: floor((a b + 2^14) / 2^15).</summary>
    public static int Product(int a, int b) => ((a * b) + (1 << 14)) >> 15;

    /// <summary>sigmoid(a) = (1 + tanh(a / 2)) / 2 of a gate's sum, from 0 to 32,767 of 2^15.</summary>
    public static int Sigmoid(long a) => (32768 + TanhTable.Value(Argument(a, 6))) >> 1;

    /// <summary>1 - sigmoid(a) = (1 - tanh(a / 2)) / 2 of a gate's sum.</summary>
    public static int OneMinusSigmoid(long a) => (32768 - TanhTable.Value(Argument(a, 6))) >> 1;

    /// <summary>tanh(a) of a gate's sum: the argument of the table is twice as large.</summary>
    public static int Tanh(long a) => TanhTable.Value(Argument(a, 5));

    /// <summary>tanh(c) of a cell state with some bits behind the binary point.</summary>
    public static int TanhOfCell(int c, int fraction)
    {
        int shift = TanhTable.ArgumentFraction + 1 - fraction;
        int most = TanhTable.MaxArgument >> shift;
        return TanhTable.Value(Math.Clamp(c, -most, most) << shift);
    }

    /// <summary>A state of 16 bits, saturated.</summary>
    public static int State(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);

    /// <summary>A number with 15 bits behind the binary point as an output of 8 bits, rounded half up and saturated.</summary>
    public static int Output(int value) => Math.Clamp((value + 128) >> 8, sbyte.MinValue, sbyte.MaxValue);

    /// <summary>An argument of the table: a gate's sum, divided by 2^shift, rounded half up and saturated.</summary>
    private static int Argument(long a, int shift) =>
        (int)Math.Clamp((a + (1L << (shift - 1))) >> shift, -TanhTable.MaxArgument, TanhTable.MaxArgument);
}
