using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx;

/// <summary>
/// Operands of ConvInteger and MatMulInteger: bytes without a sign, with the number that stands for 0. Many versions of ONNX
/// Runtime have no ConvInteger of signed weights, and its products of unsigned and signed bytes saturate at 16 bits on processors with AVX2
/// or AVX-512 but without VNNI; those of two unsigned bytes are exact everywhere.
/// </summary>
internal static class ByteOperands
{
    /// <summary>The byte that stands for 0 where values are signed.</summary>
    public const int SignedZero = 128;

    private static readonly ValueRange Signed = new(sbyte.MinValue, sbyte.MaxValue);
    private static readonly ValueRange Unsigned = new(byte.MinValue, byte.MaxValue);

    /// <summary>Adds int32 values as bytes; the names of the bytes and of their zero.</summary>
    /// <exception cref="NotSupportedException">The values of the range do not fit 8 bits. The message names the owner.</exception>
    public static (string Values, string Zero) Values(OnnxGraph graph, string owner, string values, ValueRange range)
    {
        if (!Signed.Contains(range) && !Unsigned.Contains(range))
        {
            throw new NotSupportedException(
                $"{owner}: its inputs are from {OnnxExport.Text(range)}, {range.Bits} bits, expected at most 8 in the integer form");
        }

        bool isSigned = range.Least < 0;
        string raised = isSigned
            ? graph.Node("Add", [values, graph.Numbers($"{owner}/bytes/offset", DataType.Int32, [SignedZero])], $"{owner}/bytes/raised")
            : values;
        return (
            graph.Cast(raised, DataType.Uint8, $"{owner}/bytes"),
            graph.Constant<byte>($"{owner}/bytes/zero", [(byte)(isSigned ? SignedZero : 0)]));
    }

    /// <summary>Adds weights; the names of the bytes and of their zero.</summary>
    public static (string Values, string Zero) Weights(OnnxGraph graph, string owner, IEnumerable<int> weights, params long[] shape)
    {
        byte[] bytes = [.. weights.Select(weight => checked((byte)(weight + SignedZero)))];
        return (
            graph.Constant<byte>($"{owner}/weights", bytes, shape), graph.Constant<byte>($"{owner}/weights/zero", [SignedZero]));
    }

    /// <summary>Adds a ConvInteger or a MatMulInteger.</summary>
    public static string Product(
        OnnxGraph graph, string type, (string Values, string Zero) left, (string Values, string Zero) right, string output,
        params AttributeProto[] attributes) =>
        graph.Node(type, [left.Values, right.Values, left.Zero, right.Zero], output, attributes);
}
