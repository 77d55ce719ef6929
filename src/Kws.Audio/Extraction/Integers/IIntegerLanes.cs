namespace Kws.Audio.Extraction.Integers;

/// <summary>
/// Operations on vectors of 16 bits a number, or of 32; a pair is two neighbours of 16 bits, a complex number or two factors.
/// </summary>
/// <remarks>Every operation gives the same integers with vectors of either width. Addresses need no alignment.</remarks>
/// <typeparam name="TVector">The vectors.</typeparam>
internal unsafe interface IIntegerLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Pairs of a vector, which are numbers of 32 bits too: 4 or 8, a power of two.</summary>
    static abstract int Pairs { get; }

    static abstract TVector Load(short* address);

    static abstract void Store(TVector a, short* address);

    /// <summary>The same pair, or number of 32 bits, everywhere.</summary>
    static abstract TVector Broadcast(int pair);

    static abstract TVector Add16(TVector a, TVector b);

    static abstract TVector Subtract16(TVector a, TVector b);

    static abstract TVector Min16(TVector a, TVector b);

    static abstract TVector Max16(TVector a, TVector b);

    /// <summary>Magnitudes of numbers above the least.</summary>
    static abstract TVector Abs16(TVector a);

    /// <summary>Shifts every number right by the same count, the sign coming in.</summary>
    static abstract TVector ShiftRight16(TVector a, int count);

    static abstract TVector Add32(TVector a, TVector b);

    static abstract TVector Subtract32(TVector a, TVector b);

    /// <summary>-1 where a is greater, else 0.</summary>
    static abstract TVector GreaterThan32(TVector a, TVector b);

    static abstract TVector ShiftLeft32(TVector a, int count);

    /// <summary>Shifts right, the sign coming in.</summary>
    static abstract TVector ShiftRight32(TVector a, int count);

    /// <summary>Of every pair the sum of the two products, of 32 bits.</summary>
    static abstract TVector MultiplyPairs(TVector a, TVector b);

    /// <summary>Pairs of the lower half of every pair of one vector and the upper half of every pair of the other.</summary>
    static abstract TVector Blend(TVector lower, TVector upper);

    /// <summary>The numbers of 32 bits of two vectors, each of at most 16 bits, as one vector of 16 bits in their order.</summary>
    static abstract TVector Narrow(TVector first, TVector second);

    /// <summary>Square roots of numbers of 32 bits, which become single precision first: the nearest integers.</summary>
    static abstract TVector SquareRoot32(TVector a);

    /// <summary>The pairs, the last one first.</summary>
    static abstract TVector ReversePairs(TVector a);

    /// <summary>As many rows as a vector has pairs become columns.</summary>
    /// <param name="rows">The first row.</param>
    /// <param name="stride">Numbers of 16 bits from one row to the next.</param>
    /// <param name="columns">Receives column 0.</param>
    /// <param name="columnStride">Numbers of 16 bits from one column to the next.</param>
    static abstract void Transpose(short* rows, int stride, short* columns, int columnStride);

    /// <summary>The largest of the numbers of 16 bits.</summary>
    static abstract int Largest16(TVector a);

    /// <summary>The sum of all numbers of 32 bits.</summary>
    static abstract int Sum32(TVector a);
}
