namespace Kws.Fast.Stages;

/// <summary>
/// Depthwise convolution, global max pool and floor division by 16 for one group of channels; equals reference layers
/// conv_ds_1/dw_conv, conv_ds_1/dw_conv/floor16 and max_pool (floor and maximum commute, so the division is done once).
/// </summary>
/// <remarks>
/// The input is what <see cref="ConvolutionStage{TSimd, TVector}"/> stores: for rows -1 to 14 a vector of column pairs (0, 1) and one of
/// (2, 3), a channel to a 32-bit lane, with zeros in rows -1 and 14. Output columns 0 and 3 need one pair of columns, 1 and 2 need
/// both; columns outside are not computed.
/// </remarks>
internal unsafe interface IDepthwisePool
{
    /// <summary>Bytes of one group's weights.</summary>
    static abstract int WeightBytes { get; }

    /// <summary>Arranges one group's weights.</summary>
    static abstract void Pack(VectorModel model, int group, byte* weights);

    /// <param name="rows">One group's output of the convolution stage.</param>
    /// <param name="weights">One group's weights.</param>
    /// <param name="pooled">Receives one 32-bit value a channel of the group.</param>
    static abstract void Run(byte* rows, byte* weights, byte* pooled);
}
