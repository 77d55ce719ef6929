namespace Kws.Hardware.Export.Onnx;

/// <summary>The operators that a graph multiplies with.</summary>
public enum OnnxForm
{
    /// <summary>
    /// Conv, Gemm and MatMul of float32 where every sum is exact in it; elsewhere MatMul of int32, or of doubles where that is too narrow.
    /// </summary>
    FloatingPoint,

    /// <summary>ConvInteger and MatMulInteger of 8-bit operands; all other numbers are int32.</summary>
    Integers,
}
