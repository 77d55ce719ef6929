using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// The function of all gates and states of recurrent layers, tanh(z / 2), as a table of 16 parabolas. Its argument z has 12 bits behind the
/// binary point, its value 15.
/// </summary>
/// <remarks>
/// Parabola s is for |z| from s / 2 to (s + 1) / 2, and r is the place in it, with 15 bits behind the binary point:
/// <code>
/// m = |z|, s = m >> 11, r = (m and 2047) &lt;&lt; 4
/// y = constants[s] + (slopes[s] + curvatures[s] * r) * r      each product is (a b + 2^14) >> 15
/// tanh(z / 2) = y, or -y for negative z
/// </code>
/// The parabolas go through tanh at their ends, and at their middles but for rounding. The largest error is 0.00027. From one argument to
/// the next the value never falls by more than 1. docs/explain/numerics.md has the sigmoid and the tanh that come of it.
/// </remarks>
public static class TanhTable
{
    /// <summary>The bits of the argument behind the binary point.</summary>
    public const int ArgumentFraction = 12;

    /// <summary>The largest argument; the smallest is its opposite.</summary>
    public const int MaxArgument = short.MaxValue;

    /// <summary>The bits of the value behind the binary point.</summary>
    public const int ValueFraction = 15;

    /// <summary>log2 of the arguments of a parabola.</summary>
    public const int SegmentBits = 11;

    /// <summary>The value at the beginning of each parabola.</summary>
    public static ImmutableArray<short> Constants { get; } =
        [0, 8025, 15143, 20813, 24956, 27797, 29660, 30847, 31589, 32048, 32329, 32501, 32606, 32670, 32708, 32732];

    /// <summary>The factor of r in each parabola.</summary>
    public static ImmutableArray<short> Slopes { get; } =
        [8273, 7752, 6452, 4868, 3413, 2271, 1460, 918, 570, 350, 214, 131, 80, 48, 30, 18];

    /// <summary>The factor of the square of r in each parabola.</summary>
    public static ImmutableArray<short> Curvatures { get; } =
        [-248, -634, -782, -725, -572, -408, -273, -176, -111, -69, -42, -26, -16, -10, -6, -4];

    /// <summary>tanh(z / 2).</summary>
    /// <param name="z">The argument, from -<see cref="MaxArgument"/> to <see cref="MaxArgument"/>.</param>
    /// <exception cref="IndexOutOfRangeException">The argument is out of range.</exception>
    public static int Value(int z)
    {
        int m = Math.Abs(z);
        int s = m >> SegmentBits;
        int r = (m & ((1 << SegmentBits) - 1)) << (ValueFraction - SegmentBits);
        int y = Constants[s] + Product(Slopes[s] + Product(Curvatures[s], r), r);
        return z < 0 ? -y : y;
    }

    /// <summary>The product of numbers with 15 bits behind the binary point, rounded half up.</summary>
    private static int Product(int a, int b) => ((a * b) + (1 << (ValueFraction - 1))) >> ValueFraction;
}
