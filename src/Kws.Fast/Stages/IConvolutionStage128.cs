namespace Kws.Fast.Stages;

/// <summary>The convolution of a 128-bit kernel, for the tiles of <see cref="WinogradLayout128"/> in the form that it likes best.</summary>
internal unsafe interface IConvolutionStage128
{
    /// <summary>Bytes of one stored tile.</summary>
    static abstract int TileBytes { get; }

    /// <summary>Bytes of one group's weights.</summary>
    static abstract int WeightBytes { get; }

    static abstract void StoreTile(byte* address, Vector128<sbyte> tile);

    static abstract void Pack(VectorModel model, int group, byte* weights);

    /// <param name="tiles">The transformed fingerprint.</param>
    /// <param name="weights">One group's weights.</param>
    /// <param name="rows">Receives rows 0 to 13 of the group; rows -1 and 14, the padding, are left alone.</param>
    static abstract void Run(byte* tiles, byte* weights, byte* rows);
}
