using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Gates and states of recurrent layers, one number at a time. Sums have 18 bits behind the binary point, arguments 12.</summary>
internal static class ScalarGates
{
    private const int SigmoidShift = RecurrentLayer.SumFraction - TanhTable.ArgumentFraction;

    /// <summary>The product of two numbers of which one has 15 bits behind the binary point, rounded half up.</summary>
    public static int Product(int a, int b) => ((a * b) + (1 << 14)) >> 15;

    /// <summary>tanh(a / 2), which is 2 sigmoid(a) - 1.</summary>
    public static int HalfTanh(long sum) => TanhTable.Value(Argument(sum, SigmoidShift));

    public static int Sigmoid(long sum) => (32768 + HalfTanh(sum)) >> 1;

    public static int Tanh(long sum) => TanhTable.Value(Argument(sum, SigmoidShift - 1));

    public static int TanhOfCell(int cell, int fraction)
    {
        int shift = TanhTable.ArgumentFraction + 1 - fraction;
        int most = TanhTable.MaxArgument >> shift;
        return TanhTable.Value(Math.Clamp(cell, -most, most) << shift);
    }

    public static int State(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);

    /// <summary>8 bits of 16, rounded half up.</summary>
    public static int Output(int value) => Math.Min((value + 128) >> 8, sbyte.MaxValue);

    private static int Argument(long sum, int shift) =>
        (int)Math.Clamp((sum + (1L << (shift - 1))) >> shift, -TanhTable.MaxArgument, TanhTable.MaxArgument);
}
