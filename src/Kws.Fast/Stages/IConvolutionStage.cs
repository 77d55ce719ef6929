namespace Kws.Fast.Stages;

/// <summary>Convolution and floor division by 8 for one group of channels; equals reference layers conv_1 and conv_1/floor8.</summary>
internal unsafe interface IConvolutionStage
{
    /// <summary>Bytes of one group's weights.</summary>
    static abstract int WeightBytes { get; }

    /// <summary>Arranges one group's weights.</summary>
    static abstract void Pack(VectorModel model, int group, byte* weights);

    /// <param name="tiles">The transformed fingerprint.</param>
    /// <param name="weights">One group's weights.</param>
    /// <param name="rows">Receives rows 0 to 13 of <see cref="PairedRows{TVector}"/>; the padding is left alone.</param>
    static abstract void Run(byte* tiles, byte* weights, byte* rows);
}
