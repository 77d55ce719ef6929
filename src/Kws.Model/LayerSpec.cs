namespace Kws.Model;

/// <summary>One layer of a topology as data: what it does, between which shapes, with which tensors.</summary>
public sealed class Layer
{
    /// <summary>The name in traces and recorded cases, for instance <c>conv_1</c> or <c>conv_1/floor8</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the layer does.</summary>
    public required LayerKind Kind { get; init; }

    /// <summary>The shape of its input.</summary>
    public required TensorShape Input { get; init; }

    /// <summary>The shape of its output.</summary>
    public required TensorShape Output { get; init; }

    /// <summary>Kernel and stride of a convolution or depthwise convolution; all ones elsewhere.</summary>
    public ConvolutionSpec Window { get; init; } = new(1, 1, 1, 1, 1);

    /// <summary>Rows of zeros before the first frame (what is needed after the last one follows from the output shape).</summary>
    public int PaddingTime { get; init; }

    /// <summary>Columns of zeros before the first frequency.</summary>
    public int PaddingFrequency { get; init; }

    /// <summary>For <see cref="LayerKind.FloorDivision"/>: the divisor is 2 to this power.</summary>
    public int Shift { get; init; }

    /// <summary>The weights, for layers that have some.</summary>
    public TensorSpec? Weights { get; init; }

    /// <summary>The biases, for <see cref="LayerKind.FullyConnected"/>.</summary>
    public TensorSpec? Biases { get; init; }

    /// <summary>Prints name and output shape.</summary>
    public override string ToString() => $"{Name} {Output}";
}
