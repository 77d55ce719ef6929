using System.Runtime.Intrinsics.Arm;

namespace Kws.Fast.Simd;

/// <summary>AdvSimd with the dot products of ARMv8.2, which take signed bytes.</summary>
internal readonly unsafe struct LayerSimdNeonDot : ILayerSimd<Vector128<byte>>
{
    public static bool HasBytes => true;

    public static bool HasDot8 => true;

    public static int ByteOffset => -128;

    public static Vector128<byte> Dot8(Vector128<byte> sum, Vector128<byte> values, Vector128<byte> weights) =>
        Dp.DotProduct(sum.AsInt32(), values.AsSByte(), weights.AsSByte()).AsByte();

    public static Vector128<byte> Load(byte* address) => LayerSimdNeon.Load(address);

    public static void Store(byte* address, Vector128<byte> value) => LayerSimdNeon.Store(address, value);

    public static Vector128<byte> Broadcast32(byte* address) => LayerSimdNeon.Broadcast32(address);

    public static Vector128<byte> Constant32(int value) => LayerSimdNeon.Constant32(value);

    public static Vector128<byte> Constant16(short value) => LayerSimdNeon.Constant16(value);

    public static Vector128<byte> MultiplyAdd8(Vector128<byte> unsigned, Vector128<byte> signed) =>
        LayerSimdNeon.MultiplyAdd8(unsigned, signed);

    public static Vector128<byte> Abs8(Vector128<byte> value) => LayerSimdNeon.Abs8(value);

    public static Vector128<byte> MultiplyAddSigned8(Vector128<byte> magnitudes, Vector128<byte> left, Vector128<byte> right) =>
        LayerSimdNeon.MultiplyAddSigned8(magnitudes, left, right);

    public static Vector128<byte> Dot16(Vector128<byte> sum, Vector128<byte> left, Vector128<byte> right) =>
        LayerSimdNeon.Dot16(sum, left, right);

    public static Vector128<byte> Add16(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Add16(left, right);

    public static Vector128<byte> Add32(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Add32(left, right);

    public static Vector128<byte> Subtract32(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Subtract32(left, right);

    public static Vector128<byte> Min16(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Min16(left, right);

    public static Vector128<byte> Max16(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Max16(left, right);

    public static Vector128<byte> Min32(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Min32(left, right);

    public static Vector128<byte> Max32(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Max32(left, right);

    public static Vector128<byte> Or(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Or(left, right);

    public static Vector128<byte> ShiftRight32(Vector128<byte> value, int count) => LayerSimdNeon.ShiftRight32(value, count);

    public static Vector128<byte> ShiftLeft32(Vector128<byte> value, int count) => LayerSimdNeon.ShiftLeft32(value, count);

    public static Vector128<byte> Pack32(Vector128<byte> low, Vector128<byte> high) => LayerSimdNeon.Pack32(low, high);

    public static Vector128<byte> UnpackLow16(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.UnpackLow16(left, right);

    public static Vector128<byte> UnpackHigh16(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.UnpackHigh16(left, right);

    public static Vector128<byte> UnpackLow8(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.UnpackLow8(left, right);

    public static Vector128<byte> UnpackHigh8(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.UnpackHigh8(left, right);

    public static Vector128<byte> Pack16(Vector128<byte> low, Vector128<byte> high) => LayerSimdNeon.Pack16(low, high);

    public static void StoreLower(byte* address, Vector128<byte> value) => LayerSimdNeon.StoreLower(address, value);

    public static void StoreBytes(byte* address, Vector128<byte> value) => LayerSimdNeon.StoreBytes(address, value);

    public static bool AnyUpper16(Vector128<byte> value) => LayerSimdNeon.AnyUpper16(value);

    public static Vector128<byte> MultiplyRounded16(Vector128<byte> left, Vector128<byte> right) =>
        LayerSimdNeon.MultiplyRounded16(left, right);

    public static Vector128<byte> AddSaturate16(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.AddSaturate16(left, right);

    public static Vector128<byte> Subtract16(Vector128<byte> left, Vector128<byte> right) => LayerSimdNeon.Subtract16(left, right);

    public static Vector128<byte> ShiftLeft16(Vector128<byte> value, int count) => LayerSimdNeon.ShiftLeft16(value, count);

    public static Vector128<byte> ShiftRight16(Vector128<byte> value, int count) => LayerSimdNeon.ShiftRight16(value, count);

    public static Vector128<byte> ShiftRightUnsigned16(Vector128<byte> value, int count) =>
        LayerSimdNeon.ShiftRightUnsigned16(value, count);

    public static Vector128<byte> Abs16(Vector128<byte> value) => LayerSimdNeon.Abs16(value);

    public static Vector128<byte> WithSign16(Vector128<byte> value, Vector128<byte> sign) => LayerSimdNeon.WithSign16(value, sign);

    public static Vector128<byte> Lookup8(Vector128<byte> table, Vector128<byte> index) => LayerSimdNeon.Lookup8(table, index);
}
