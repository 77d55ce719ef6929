namespace Kws.Fast.Stages;

/// <summary>The input side of the Winograd convolution: the differences of rows and columns that <see cref="WinogradLayout"/> describes.</summary>
internal unsafe interface IInputTransform
{
    /// <summary>Transforms one fingerprint and checks its range in the same pass.</summary>
    /// <param name="fingerprint">300 values; nothing beyond is read.</param>
    /// <param name="tiles">Receives <see cref="WinogradLayout.TileBytes"/> bytes, aligned to 64.</param>
    /// <returns>False if a value lies outside [-32, 31]; the tiles are of no use then.</returns>
    static abstract bool Run(sbyte* fingerprint, byte* tiles);
}
