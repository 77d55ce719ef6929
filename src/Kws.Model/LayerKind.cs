namespace Kws.Model;

/// <summary>What a layer does to its input.</summary>
public enum LayerKind
{
    /// <summary>Convolution over time and frequency, VALID padding, one input channel, no bias.</summary>
    Convolution,

    /// <summary>One kernel a channel, SAME padding with zeros, no bias.</summary>
    DepthwiseConvolution,

    /// <summary>A 1 x 1 convolution: every output channel is a weighted sum of all input channels; no bias.</summary>
    PointwiseConvolution,

    /// <summary>Division by 2^<see cref="Layer.Shift"/>, rounded towards minus infinity.</summary>
    FloorDivision,

    /// <summary>The maximum of each channel over all positions.</summary>
    GlobalMaxPool,

    /// <summary>A weighted sum of all inputs plus a bias for each label: the logits.</summary>
    FullyConnected,
}
