namespace Kws.Fast.Simd;

/// <summary>
/// Two times four 16-bit numbers, each of which multiplies all lanes of a vector: where such numbers stand is what processors differ in.
/// </summary>
/// <typeparam name="TScalars">The eight numbers.</typeparam>
internal unsafe interface IScalars<TScalars>
{
    /// <summary>Bytes that eight numbers take in memory.</summary>
    static abstract int Bytes { get; }

    static abstract void Store(byte* address, Vector128<short> values);

    static abstract TScalars Load(byte* address);

    /// <summary>16-bit lanes, wrapping: the sum of four vectors times numbers 0 to 3.</summary>
    static abstract Vector128<short> MultiplyLow(
        Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, TScalars scalars);

    /// <summary>16-bit lanes, wrapping: the sum of four vectors times numbers 4 to 7.</summary>
    static abstract Vector128<short> MultiplyHigh(
        Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, TScalars scalars);

    /// <summary>Adds what <see cref="MultiplyLow"/> gives.</summary>
    static abstract Vector128<short> MultiplyAddLow(
        Vector128<short> sum, Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, TScalars scalars);

    /// <summary>Adds what <see cref="MultiplyHigh"/> gives.</summary>
    static abstract Vector128<short> MultiplyAddHigh(
        Vector128<short> sum, Vector128<short> w0, Vector128<short> w1, Vector128<short> w2, Vector128<short> w3, TScalars scalars);
}
