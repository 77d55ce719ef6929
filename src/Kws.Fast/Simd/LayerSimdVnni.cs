using System.Runtime.Intrinsics.X86;

namespace Kws.Fast.Simd;

/// <summary>256-bit registers with the dot products of AVX-VNNI.</summary>
internal readonly unsafe struct LayerSimdVnni : ILayerSimd<Vector256<byte>>
{
    public static bool HasBytes => true;

    public static bool HasDot8 => true;

    public static int ByteOffset => 0;

    public static Vector256<byte> Dot8(Vector256<byte> sum, Vector256<byte> values, Vector256<byte> weights) =>
        AvxVnni.MultiplyWideningAndAdd(sum.AsInt32(), values, weights.AsSByte()).AsByte();

    public static Vector256<byte> Dot16(Vector256<byte> sum, Vector256<byte> left, Vector256<byte> right) =>
        AvxVnni.MultiplyWideningAndAdd(sum.AsInt32(), left.AsInt16(), right.AsInt16()).AsByte();

    public static Vector256<byte> Load(byte* address) => LayerSimd256.Load(address);

    public static void Store(byte* address, Vector256<byte> value) => LayerSimd256.Store(address, value);

    public static Vector256<byte> Broadcast32(byte* address) => LayerSimd256.Broadcast32(address);

    public static Vector256<byte> Constant32(int value) => LayerSimd256.Constant32(value);

    public static Vector256<byte> Constant16(short value) => LayerSimd256.Constant16(value);

    public static Vector256<byte> MultiplyAdd8(Vector256<byte> unsigned, Vector256<byte> signed) =>
        LayerSimd256.MultiplyAdd8(unsigned, signed);

    public static Vector256<byte> Abs8(Vector256<byte> value) => LayerSimd256.Abs8(value);

    public static Vector256<byte> MultiplyAddSigned8(Vector256<byte> magnitudes, Vector256<byte> left, Vector256<byte> right) =>
        LayerSimd256.MultiplyAddSigned8(magnitudes, left, right);

    public static Vector256<byte> Add16(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Add16(left, right);

    public static Vector256<byte> Add32(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Add32(left, right);

    public static Vector256<byte> Subtract32(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Subtract32(left, right);

    public static Vector256<byte> Min16(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Min16(left, right);

    public static Vector256<byte> Max16(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Max16(left, right);

    public static Vector256<byte> Min32(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Min32(left, right);

    public static Vector256<byte> Max32(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Max32(left, right);

    public static Vector256<byte> Or(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Or(left, right);

    public static Vector256<byte> ShiftRight32(Vector256<byte> value, int count) => LayerSimd256.ShiftRight32(value, count);

    public static Vector256<byte> ShiftLeft32(Vector256<byte> value, int count) => LayerSimd256.ShiftLeft32(value, count);

    public static Vector256<byte> Pack32(Vector256<byte> low, Vector256<byte> high) => LayerSimd256.Pack32(low, high);

    public static Vector256<byte> UnpackLow16(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.UnpackLow16(left, right);

    public static Vector256<byte> UnpackHigh16(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.UnpackHigh16(left, right);

    public static Vector256<byte> UnpackLow8(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.UnpackLow8(left, right);

    public static Vector256<byte> UnpackHigh8(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.UnpackHigh8(left, right);

    public static Vector256<byte> Pack16(Vector256<byte> low, Vector256<byte> high) => LayerSimd256.Pack16(low, high);

    public static void StoreLower(byte* address, Vector256<byte> value) => LayerSimd256.StoreLower(address, value);

    public static void StoreBytes(byte* address, Vector256<byte> value) => LayerSimd256.StoreBytes(address, value);

    public static bool AnyUpper16(Vector256<byte> value) => LayerSimd256.AnyUpper16(value);

    public static Vector256<byte> MultiplyRounded16(Vector256<byte> left, Vector256<byte> right) =>
        LayerSimd256.MultiplyRounded16(left, right);

    public static Vector256<byte> AddSaturate16(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.AddSaturate16(left, right);

    public static Vector256<byte> Subtract16(Vector256<byte> left, Vector256<byte> right) => LayerSimd256.Subtract16(left, right);

    public static Vector256<byte> ShiftLeft16(Vector256<byte> value, int count) => LayerSimd256.ShiftLeft16(value, count);

    public static Vector256<byte> ShiftRight16(Vector256<byte> value, int count) => LayerSimd256.ShiftRight16(value, count);

    public static Vector256<byte> ShiftRightUnsigned16(Vector256<byte> value, int count) =>
        LayerSimd256.ShiftRightUnsigned16(value, count);

    public static Vector256<byte> Abs16(Vector256<byte> value) => LayerSimd256.Abs16(value);

    public static Vector256<byte> WithSign16(Vector256<byte> value, Vector256<byte> sign) => LayerSimd256.WithSign16(value, sign);

    public static Vector256<byte> Lookup8(Vector256<byte> table, Vector256<byte> index) => LayerSimd256.Lookup8(table, index);
}
