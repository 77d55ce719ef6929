using System.Runtime.Intrinsics.Arm;

namespace Kws.Fast.Simd;

/// <summary>AdvSimd of ARMv8.0: multiply-add by element, widening multiply-add.</summary>
internal readonly unsafe struct SimdNeon : ISimd128<Vector64<short>>, IScalars<Vector128<short>>
{
    public static int Bytes => sizeof(Vector128<short>);

    public static Vector128<sbyte> PairLow16(Vector128<sbyte> low, Vector128<sbyte> high) =>
        AdvSimd.Arm64.ZipLow(low.AsInt16(), high.AsInt16()).AsSByte();

    public static Vector128<sbyte> PairOdd32(Vector128<sbyte> first, Vector128<sbyte> second) =>
        AdvSimd.Arm64.TransposeOdd(first.AsInt32(), second.AsInt32()).AsSByte();

    public static Vector64<short> LoadFour(byte* address) => Vector64.Load((short*)address);

    public static Vector64<short> Add(Vector64<short> left, Vector64<short> right) => AdvSimd.Add(left, right);

    public static Vector64<short> Subtract(Vector64<short> left, Vector64<short> right) => AdvSimd.Subtract(left, right);

    public static Vector128<int> Multiply(Vector64<short> left, Vector64<short> right) => AdvSimd.MultiplyWideningLower(left, right);

    public static Vector128<int> MultiplyAdd(Vector128<int> sum, Vector64<short> left, Vector64<short> right) =>
        AdvSimd.MultiplyWideningLowerAndAdd(sum, left, right);

    public static Vector128<int> MultiplyAdd32(
        Vector128<int> sum, Vector128<int> weights, Vector128<int> values, [ConstantExpected(Max = (byte)3)] byte lane) =>
        AdvSimd.MultiplyAddBySelectedScalar(sum, weights, values, lane);

    public static void Store(byte* address, Vector128<short> values) => values.Store((short*)address);

    public static Vector128<short> Load(byte* address) => Vector128.Load((short*)address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyLow(
        Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, Vector128<short> scalars)
    {
        Vector128<short> sum = AdvSimd.MultiplyBySelectedScalar(w0, scalars, 0);
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w1, scalars, 1);
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w2, scalars, 2);
        return AdvSimd.MultiplyAddBySelectedScalar(sum, w3, scalars, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyHigh(
        Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, Vector128<short> scalars)
    {
        Vector128<short> sum = AdvSimd.MultiplyBySelectedScalar(w0, scalars, 4);
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w1, scalars, 5);
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w2, scalars, 6);
        return AdvSimd.MultiplyAddBySelectedScalar(sum, w3, scalars, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyAddLow(
        Vector128<short> sum, Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, Vector128<short> scalars)
    {
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w0, scalars, 0);
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w1, scalars, 1);
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w2, scalars, 2);
        return AdvSimd.MultiplyAddBySelectedScalar(sum, w3, scalars, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyAddHigh(
        Vector128<short> sum, Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, Vector128<short> scalars)
    {
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w0, scalars, 4);
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w1, scalars, 5);
        sum = AdvSimd.MultiplyAddBySelectedScalar(sum, w2, scalars, 6);
        return AdvSimd.MultiplyAddBySelectedScalar(sum, w3, scalars, 7);
    }
}
