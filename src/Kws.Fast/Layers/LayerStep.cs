namespace Kws.Fast.Layers;

/// <summary>One step of a plan: a layer, with the requantisation after it.</summary>
internal abstract unsafe class LayerStep
{
    /// <summary>Computes some positions.</summary>
    /// <param name="input">The input, with its border.</param>
    /// <param name="output">The output, with its border.</param>
    /// <param name="positions">The number of positions: all of one fingerprint, or one of each of several fingerprints.</param>
    /// <returns>True if a value did not fit the 16 bits in which it is stored.</returns>
    public abstract bool Run(byte* input, byte* output, int positions);
}
