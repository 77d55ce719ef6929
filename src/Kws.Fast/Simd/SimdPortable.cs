namespace Kws.Fast.Simd;

/// <summary>
/// The portable <see cref="Vector128"/> interface alone. It neither broadcasts a lane nor widens within a multiplication, so both are done
/// where a number is stored or loaded: numbers that multiply all lanes stand in memory eight times over, factors are 32 bits wide.
/// </summary>
internal readonly unsafe struct SimdPortable : ISimd128<SimdPortable.Wide>, IScalars<SimdPortable.Broadcasts>
{
    public static int Bytes => Vector128<short>.Count * sizeof(Vector128<short>);

    public static Vector128<sbyte> PairLow16(Vector128<sbyte> low, Vector128<sbyte> high) =>
        (Vector128.WidenLower(low.AsUInt16()) | (Vector128.WidenLower(high.AsUInt16()) << 16)).AsSByte();

    public static Vector128<sbyte> PairOdd32(Vector128<sbyte> first, Vector128<sbyte> second) =>
        ((first.AsUInt64() >> 32) | (second.AsUInt64() & Vector128.Create(0xFFFFFFFF00000000))).AsSByte();

    public static Wide Factor(Vector128<short> values) => new(Vector128.WidenLower(values), Vector128.WidenUpper(values));

    public static Vector128<int> MultiplyLower(Wide left, Wide right) => left.Lower * right.Lower;

    public static Vector128<int> MultiplyUpper(Wide left, Wide right) => left.Upper * right.Upper;

    public static Vector128<int> MultiplyAddLower(Vector128<int> sum, Wide left, Wide right) => sum + (left.Lower * right.Lower);

    public static Vector128<int> MultiplyAddUpper(Vector128<int> sum, Wide left, Wide right) => sum + (left.Upper * right.Upper);

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

    /// <summary>Eight numbers of 32 bits.</summary>
    internal readonly struct Wide(Vector128<int> lower, Vector128<int> upper)
    {
        public readonly Vector128<int> Lower = lower;
        public readonly Vector128<int> Upper = upper;
    }

    /// <summary>Eight vectors, in each of which all lanes are one number.</summary>
    internal readonly struct Broadcasts(short* address)
    {
        public Vector128<short> this[int index] => Vector128.LoadAligned(address + (index * Vector128<short>.Count));
    }
}
