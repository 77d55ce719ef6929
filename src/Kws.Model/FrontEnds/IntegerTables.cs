namespace Kws.Model;

/// <summary>The integers that the integer front end multiplies with, and the scales of its steps.</summary>
/// <remarks>
/// Tables of 16 bits, rounded from double precision by operations that give the same bits on every platform. All of them follow from the
/// settings of the front end.
/// </remarks>
internal sealed class IntegerTables
{
    /// <summary>Fraction bits of windows and turns.</summary>
    public const int UnitBits = 15;

    /// <summary>Fraction bits of a logarithm.</summary>
    public const int LogarithmBits = 9;

    /// <summary>Bits of a mantissa that choose an entry of <see cref="Log2"/>.</summary>
    public const int LogarithmIndexBits = 6;

    private const int One = 1 << UnitBits;

    /// <summary>The largest value of 16 bits.</summary>
    private const int Largest = short.MaxValue;

    private const int MaxWeightBits = 14;

    private const double NaturalOfTwo = 0.693147180559945309;

    public IntegerTables(FrontEnd frontEnd)
    {
        TransformLength = MelTriangles.TransformLength(frontEnd);
        Limit = 11_584 >> (16 - frontEnd.TransformBits);
        LostBits = 16 - frontEnd.TransformBits;
        Window = [.. Enumerable.Range(0, frontEnd.WindowLength)
            .Select(i => Math.Min(Unit(0.5 - (0.5 * double.CosPi(2.0 * i / frontEnd.WindowLength))), (short)(One - (1 << LostBits))))];
        TurnRe = [.. Enumerable.Range(0, TransformLength / 2).Select(k => Unit(double.CosPi(2.0 * k / TransformLength)))];
        TurnIm = [.. Enumerable.Range(0, TransformLength / 2).Select(k => Unit(-double.SinPi(2.0 * k / TransformLength)))];

        double[][] triangles = [.. Enumerable.Range(0, frontEnd.BandCount).Select(band => MelTriangles.Weights(frontEnd, band))];
        WeightBits = MaxWeightBits + 1;
        do
        {
            // The weights as they are rounded decide.
            WeightBits--;
            Bands = [.. triangles.Select(triangle => Band(triangle, WeightBits))];
        }
        while (Bands.Max(band => band.Weights.Sum(weight => (long)weight)) * Largest > int.MaxValue);
        Log2 = [.. Enumerable.Range(0, (1 << LogarithmIndexBits) + 1)
            .Select(i => (ushort)Math.Round(One * NaturalLogarithm.Of(1 + Math.ScaleB(i, -LogarithmIndexBits)) / NaturalOfTwo))];
        FullScale = (2 * UnitBits) + WeightBits;
        (Cosines, CosineBits) = CosinesOf(frontEnd, FullScale << LogarithmBits);
    }

    /// <summary>N, the length of the transform of real samples.</summary>
    public int TransformLength { get; }

    /// <summary>
    /// The largest magnitude of a part of a number that goes into a stage of the transform: 11,584 with 16 bits. Two numbers of such
    /// parts, one of them turned, add up to a magnitude below 2^15.
    /// </summary>
    public int Limit { get; }

    /// <summary>Bits of 16 that the transform does without.</summary>
    public int LostBits { get; }

    /// <summary>A periodic Hann window, 2^15 = 1, one factor a sample.</summary>
    /// <remarks>Factors are at most 2^15 - 2^<see cref="LostBits"/>: rounded, no sample then exceeds the bits of the transform.</remarks>
    public short[] Window { get; }

    /// <summary>Real parts of exp(-2 pi i k / N), 2^15 = 1, for k = 0 to N/2 - 1.</summary>
    /// <remarks>
    /// 1 itself is 32,767. A number within <see cref="Limit"/> times 32,767 and rounded at 15 bits is that number still, so 1 is exact in
    /// the stages all the same.
    /// </remarks>
    public short[] TurnRe { get; }

    /// <summary>Imaginary parts.</summary>
    public short[] TurnIm { get; }

    /// <summary>Weights of every band from its first frequency on, 2^<see cref="WeightBits"/> = 1.</summary>
    public (int First, short[] Weights)[] Bands { get; }

    /// <summary>Fraction bits of the weights: the most with which no sum of a band exceeds 31 bits, at most 14.</summary>
    public int WeightBits { get; }

    /// <summary>log2(1 + i / 64), 2^15 = 1, for i = 0 to 64.</summary>
    public ushort[] Log2 { get; }

    /// <summary>log2 of the sum of a band, without fraction bits, for a magnitude of 1 in the scale of samples in [-1, 1).</summary>
    public int FullScale { get; }

    /// <summary>Rows of the cosine transform, coefficient by coefficient, one factor a band, 2^<see cref="CosineBits"/> = 1.</summary>
    public short[][] Cosines { get; }

    /// <summary>Fraction bits of the cosines: the most with which no sum of a coefficient exceeds 32 bits.</summary>
    public int CosineBits { get; }

    /// <summary>A number in [-1, 1] as 16 bits, 1 as the largest.</summary>
    private static short Unit(double value) => (short)Math.Clamp(Math.Round(One * value), -Largest, Largest);

    private static (int First, short[] Weights) Band(double[] triangle, int bits)
    {
        int first = Math.Max(0, Array.FindIndex(triangle, weight => weight > 0));
        return (first, [.. triangle.Skip(first).Select(weight => (short)Math.Round(Math.ScaleB(weight, bits)))]);
    }

    /// <param name="frontEnd">The settings.</param>
    /// <param name="largest">The largest magnitude of a logarithm.</param>
    private static (short[][] Rows, int Bits) CosinesOf(FrontEnd frontEnd, int largest)
    {
        double scale = NaturalOfTwo * Math.ScaleB(Math.Sqrt(2.0 / frontEnd.BandCount), frontEnd.FractionBits);
        double[][] exact = [.. Enumerable.Range(0, frontEnd.CoefficientCount).Select(coefficient => Enumerable.Range(0, frontEnd.BandCount)
            .Select(band => scale * double.CosPi(coefficient * (band + 0.5) / frontEnd.BandCount)).ToArray())];
        int bits = 16;
        short[][] rows;
        do
        {
            bits--;
            rows = [.. exact.Select(row =>
                row.Select(cosine => (short)Math.Clamp(Math.Round(Math.ScaleB(cosine, bits)), -One, Largest)).ToArray())];
        }
        while (!Fits(exact, rows, bits, largest));
        return (rows, bits);
    }

    /// <summary>True if no factor exceeds 16 bits, and no sum, with what rounds it, 32.</summary>
    private static bool Fits(double[][] exact, short[][] rows, int bits, int largest)
    {
        long half = 1L << (bits + LogarithmBits - 1);
        return exact.Max(row => row.Max(Math.Abs)) * (1 << bits) < Largest
            && rows.Max(row => row.Sum(cosine => Math.Abs((long)cosine))) * largest <= int.MaxValue - half;
    }
}
