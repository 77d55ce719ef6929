using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Stages;

/// <summary>The input transform of <see cref="ConvolutionVnni"/>, over the fingerprint as one flat array.</summary>
/// <remarks>
/// Two arrays laid out as the fingerprint: row r minus row r + 2, plus 64 (1..127 for values in range), for rows 0 to 27, and all values
/// plus 32 (0..63). The last vector of each ends with its array and overlaps the one before.
/// </remarks>
internal readonly unsafe struct InputTransformVnni : IInputTransform
{
    /// <summary>The start of the plain values, after the differences.</summary>
    public const int Plain = 320;

    private const int TwoRows = 2 * VectorModel.Coefficients;
    private const int Differences = VectorModel.FingerprintLength - TwoRows;

    public static int TileBytes => 2 * Plain;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Run(sbyte* fingerprint, byte* tiles)
    {
        byte* input = (byte*)fingerprint;
        int width = sizeof(Vector256<byte>);
        for (int i = 0; i < Differences - width; i += width)
        {
            Difference(input + i, tiles + i);
        }

        Difference(input + Differences - width, tiles + Differences - width);

        Vector256<byte> seen = Vector256<byte>.Zero;
        for (int i = 0; i < VectorModel.FingerprintLength - width; i += width)
        {
            seen = Avx2.Or(seen, Positive(input + i, tiles + Plain + i));
        }

        seen = Avx2.Or(
            seen,
            Positive(input + VectorModel.FingerprintLength - width, tiles + Plain + VectorModel.FingerprintLength - width));
        return Avx.TestZ(seen, Vector256.Create((byte)0xC0));
    }

    private static void Difference(byte* input, byte* output) =>
        Avx2.Add(Avx2.Subtract(Vector256.Load(input), Vector256.Load(input + TwoRows)), Vector256.Create((byte)64)).Store(output);

    /// <summary>Stores and returns the values plus 32, which are below 64 for valid values.</summary>
    private static Vector256<byte> Positive(byte* input, byte* output)
    {
        Vector256<byte> positive = Avx2.Add(Vector256.Load(input), Vector256.Create((byte)32));
        positive.Store(output);
        return positive;
    }
}
