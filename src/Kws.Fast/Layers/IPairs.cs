namespace Kws.Fast.Layers;

/// <summary>The two 16-bit values that meet a group of two weights, for the two vectors of a unit.</summary>
internal unsafe interface IPairs<TVector>
    where TVector : unmanaged
{
    /// <summary>The places of a pair: 1 or 2.</summary>
    static abstract int Places { get; }

    /// <summary>The bytes of the input from the values of a unit to those of the next; 0 if all units have the same.</summary>
    static abstract int UnitBytes { get; }

    /// <summary>The pairs of a window in every 32-bit lane of the two vectors.</summary>
    /// <param name="window">The window.</param>
    /// <param name="places">The places of the pair.</param>
    static abstract (TVector First, TVector Second) Read(byte* window, int* places);
}
