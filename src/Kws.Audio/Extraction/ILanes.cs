namespace Kws.Audio.Extraction;

/// <summary>Operations on vectors of four or eight numbers of single precision.</summary>
/// <remarks>
/// Products are never fused with sums, every operation is that of IEEE 754, and the stages give each number the same operations in the
/// same order whatever the width: the results are the same bits on every processor.
/// </remarks>
/// <typeparam name="TVector">The vector.</typeparam>
internal unsafe interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Numbers of a vector: 4 or 8.</summary>
    static abstract int Count { get; }

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    static abstract TVector Max(TVector a, TVector b);

    static abstract TVector Min(TVector a, TVector b);

    static abstract TVector Sqrt(TVector a);

    static abstract TVector Broadcast(float value);

    /// <summary>Loads from an address aligned to a vector.</summary>
    static abstract TVector Load(float* address);

    /// <summary>Loads from any address.</summary>
    static abstract TVector LoadUnaligned(float* address);

    /// <summary>Loads from any address, the last number first.</summary>
    static abstract TVector LoadReversed(float* address);

    /// <summary>
    /// Twice as many samples as numbers, the even and the odd ones, each times 65,536; the address is aligned to a vector.
    /// </summary>
    static abstract void LoadSamples(short* address, out TVector even, out TVector odd);

    /// <summary>Stores at an address aligned to a vector.</summary>
    static abstract void Store(TVector a, float* address);

    /// <summary>Stores the nearest integers, ties to even; the address is aligned to a vector.</summary>
    static abstract void StoreRounded(TVector a, int* address);

    /// <summary>Stores the nearest integers, ties away from zero; the address is aligned to a vector.</summary>
    /// <remarks>
    /// The largest number below 1/2 is added to the magnitude, and the sum is cut off: a tie plus that number rounds up to the next
    /// integer, anything less does not.
    /// </remarks>
    static abstract void StoreRoundedAway(TVector a, int* address);

    /// <summary>Normal numbers more than 0 as 2^exponent times a mantissa in [sqrt(1/2), sqrt(2)).</summary>
    static abstract void Split(TVector a, out TVector exponent, out TVector mantissa);

    /// <summary>The first four columns of as many rows as a vector has numbers.</summary>
    /// <param name="rows">The first row, aligned to four numbers.</param>
    /// <param name="stride">Numbers from one row to the next, a multiple of four.</param>
    /// <param name="c0">Receives number 0 of every row.</param>
    /// <param name="c1">Receives number 1 of every row.</param>
    /// <param name="c2">Receives number 2 of every row.</param>
    /// <param name="c3">Receives number 3 of every row.</param>
    static abstract void Columns(float* rows, int stride, out TVector c0, out TVector c1, out TVector c2, out TVector c3);
}
