namespace Kws.Hardware.Export.Onnx;

/// <summary>A set of ONNX operators. What a graph uses of the operators has not changed since Version18.</summary>
public enum OnnxOperatorSet
{
    /// <summary>That of ONNX 1.8, for older tools.</summary>
    Version13 = 13,

    /// <summary>That of ONNX 1.13, the first in which all reductions take their axes as an input.</summary>
    Version18 = 18,
}
