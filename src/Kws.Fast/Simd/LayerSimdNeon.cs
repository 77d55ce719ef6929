using System.Runtime.Intrinsics.Arm;

namespace Kws.Fast.Simd;

/// <summary>AdvSimd: widening products, added in pairs.</summary>
internal readonly unsafe struct LayerSimdNeon : ILayerSimd<Vector128<byte>>
{
    public static bool HasBytes => false;

    public static bool HasDot8 => false;

    public static int ByteOffset => 0;

    public static Vector128<byte> Dot16(Vector128<byte> sum, Vector128<byte> left, Vector128<byte> right)
    {
        Vector128<int> low = AdvSimd.MultiplyWideningLower(left.AsInt16().GetLower(), right.AsInt16().GetLower());
        Vector128<int> high = AdvSimd.MultiplyWideningUpper(left.AsInt16(), right.AsInt16());
        return (sum.AsInt32() + AdvSimd.Arm64.AddPairwise(low, high)).AsByte();
    }

    public static Vector128<byte> UnpackLow16(Vector128<byte> left, Vector128<byte> right) =>
        AdvSimd.Arm64.ZipLow(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector128<byte> UnpackHigh16(Vector128<byte> left, Vector128<byte> right) =>
        AdvSimd.Arm64.ZipHigh(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector128<byte> Load(byte* address) => LayerSimd128.Load(address);

    public static void Store(byte* address, Vector128<byte> value) => LayerSimd128.Store(address, value);

    public static Vector128<byte> Broadcast32(byte* address) => LayerSimd128.Broadcast32(address);

    public static Vector128<byte> Constant32(int value) => LayerSimd128.Constant32(value);

    public static Vector128<byte> Constant16(short value) => LayerSimd128.Constant16(value);

    public static Vector128<byte> MultiplyAdd8(Vector128<byte> unsigned, Vector128<byte> signed) =>
        LayerSimd128.MultiplyAdd8(unsigned, signed);

    public static Vector128<byte> Abs8(Vector128<byte> value) => LayerSimd128.Abs8(value);

    public static Vector128<byte> MultiplyAddSigned8(Vector128<byte> magnitudes, Vector128<byte> left, Vector128<byte> right) =>
        LayerSimd128.MultiplyAddSigned8(magnitudes, left, right);

    public static Vector128<byte> Dot8(Vector128<byte> sum, Vector128<byte> values, Vector128<byte> weights) =>
        LayerSimd128.Dot8(sum, values, weights);

    public static Vector128<byte> Add16(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Add16(left, right);

    public static Vector128<byte> Add32(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Add32(left, right);

    public static Vector128<byte> Subtract32(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Subtract32(left, right);

    public static Vector128<byte> Min16(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Min16(left, right);

    public static Vector128<byte> Max16(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Max16(left, right);

    public static Vector128<byte> Min32(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Min32(left, right);

    public static Vector128<byte> Max32(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Max32(left, right);

    public static Vector128<byte> Or(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Or(left, right);

    public static Vector128<byte> ShiftRight32(Vector128<byte> value, int count) => LayerSimd128.ShiftRight32(value, count);

    public static Vector128<byte> ShiftLeft32(Vector128<byte> value, int count) => LayerSimd128.ShiftLeft32(value, count);

    public static Vector128<byte> Pack32(Vector128<byte> low, Vector128<byte> high) => LayerSimd128.Pack32(low, high);

    public static Vector128<byte> UnpackLow8(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.UnpackLow8(left, right);

    public static Vector128<byte> UnpackHigh8(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.UnpackHigh8(left, right);

    public static Vector128<byte> Pack16(Vector128<byte> low, Vector128<byte> high) => LayerSimd128.Pack16(low, high);

    public static void StoreLower(byte* address, Vector128<byte> value) => LayerSimd128.StoreLower(address, value);

    public static void StoreBytes(byte* address, Vector128<byte> value) => LayerSimd128.StoreBytes(address, value);

    public static bool AnyUpper16(Vector128<byte> value) => LayerSimd128.AnyUpper16(value);

    public static Vector128<byte> MultiplyRounded16(Vector128<byte> left, Vector128<byte> right) =>
        AdvSimd.MultiplyRoundedDoublingSaturateHigh(left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector128<byte> AddSaturate16(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.AddSaturate16(left, right);

    public static Vector128<byte> Subtract16(Vector128<byte> left, Vector128<byte> right) => LayerSimd128.Subtract16(left, right);

    public static Vector128<byte> ShiftLeft16(Vector128<byte> value, int count) => LayerSimd128.ShiftLeft16(value, count);

    public static Vector128<byte> ShiftRight16(Vector128<byte> value, int count) => LayerSimd128.ShiftRight16(value, count);

    public static Vector128<byte> ShiftRightUnsigned16(Vector128<byte> value, int count) =>
        LayerSimd128.ShiftRightUnsigned16(value, count);

    public static Vector128<byte> Abs16(Vector128<byte> value) => LayerSimd128.Abs16(value);

    public static Vector128<byte> WithSign16(Vector128<byte> value, Vector128<byte> sign) => LayerSimd128.WithSign16(value, sign);

    public static Vector128<byte> Lookup8(Vector128<byte> table, Vector128<byte> index) => LayerSimd128.Lookup8(table, index);
}
