namespace Kws.Fast.Simd;

/// <summary>
/// The portable <see cref="Vector128"/> interface alone. It neither broadcasts a lane nor widens within a multiplication, so both are done
/// where a number is stored or loaded: numbers that multiply all lanes stand in memory eight times over, factors are widened to 32 bits.
/// </summary>
internal readonly unsafe struct SimdPortable : ISimd128<Vector128<int>>, IScalars<SimdPortable.Broadcasts>
{
    public static int Bytes => Vector128<short>.Count * sizeof(Vector128<short>);

    public static Vector128<sbyte> PairLow16(Vector128<sbyte> low, Vector128<sbyte> high) =>
        (Vector128.WidenLower(low.AsUInt16()) | (Vector128.WidenLower(high.AsUInt16()) << 16)).AsSByte();

    public static Vector128<sbyte> PairOdd32(Vector128<sbyte> first, Vector128<sbyte> second) =>
        ((first.AsUInt64() >> 32) | (second.AsUInt64() & Vector128.Create(0xFFFFFFFF00000000))).AsSByte();

    public static Vector128<int> LoadFour(byte* address) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<double>(address)).AsInt16());

    public static Vector128<int> Add(Vector128<int> left, Vector128<int> right) => left + right;

    public static Vector128<int> Subtract(Vector128<int> left, Vector128<int> right) => left - right;

    public static Vector128<int> Multiply(Vector128<int> left, Vector128<int> right) => left * right;

    public static Vector128<int> MultiplyAdd(Vector128<int> sum, Vector128<int> left, Vector128<int> right) => sum + (left * right);

    public static Vector128<int> MultiplyAdd32(
        Vector128<int> sum, Vector128<int> weights, Vector128<int> values, [ConstantExpected(Max = (byte)3)] byte lane) =>
        sum + (weights * Vector128.Shuffle(values, Vector128.Create((int)lane)));

    public static void Store(byte* address, Vector128<short> values)
    {
        for (int i = 0; i < Vector128<short>.Count; i++)
        {
            Vector128.Create(values[i]).StoreAligned((short*)address + (i * Vector128<short>.Count));
        }
    }

    public static Broadcasts Load(byte* address) => new((short*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyLow(
        Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, Broadcasts scalars) =>
        (w0 * scalars[0]) + (w1 * scalars[1]) + (w2 * scalars[2]) + (w3 * scalars[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyHigh(
        Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, Broadcasts scalars) =>
        (w0 * scalars[4]) + (w1 * scalars[5]) + (w2 * scalars[6]) + (w3 * scalars[7]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyAddLow(
        Vector128<short> sum, Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, Broadcasts scalars) =>
        sum + MultiplyLow(w0, w1, w2, w3, scalars);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyAddHigh(
        Vector128<short> sum, Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, Broadcasts scalars) =>
        sum + MultiplyHigh(w0, w1, w2, w3, scalars);

    /// <summary>Eight vectors, in each of which all lanes are one number.</summary>
    internal readonly struct Broadcasts(short* address)
    {
        public Vector128<short> this[int index] => Vector128.LoadAligned(address + (index * Vector128<short>.Count));
    }
}
