namespace Kws.Fast.Stages;

/// <summary>The input side of a convolution by Winograd's algorithm: sums and differences of rows and columns, as unsigned bytes.</summary>
internal unsafe interface IInputTransform
{
    /// <summary>Bytes of a transformed fingerprint: whole cache lines.</summary>
    static abstract int TileBytes { get; }

    /// <summary>Transforms one fingerprint and checks its range in the same pass.</summary>
    /// <param name="fingerprint">300 values; nothing beyond is read.</param>
    /// <param name="tiles">Receives <see cref="TileBytes"/> bytes, aligned to 64.</param>
    /// <returns>False if a value lies outside [-32, 31]; the tiles are of no use then.</returns>
    static abstract bool Run(sbyte* fingerprint, byte* tiles);
}
