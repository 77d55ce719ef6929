namespace Kws.Fast.Simd;

/// <summary>
/// What the 128-bit kernels need and <see cref="Vector128"/> does not offer in one instruction everywhere; all else they say with its
/// operators, which compile to one instruction on every processor.
/// </summary>
/// <typeparam name="TFactor">Eight 16-bit numbers in the form that the widening multiplication takes.</typeparam>
internal interface ISimd128<TFactor>
{
    /// <summary>32-bit lanes: the first four 16-bit lanes of both, alternating.</summary>
    static abstract Vector128<sbyte> PairLow16(Vector128<sbyte> low, Vector128<sbyte> high);

    /// <summary>32-bit lanes: lane 1 of both, then lane 3 of both.</summary>
    static abstract Vector128<sbyte> PairOdd32(Vector128<sbyte> first, Vector128<sbyte> second);

    /// <summary>Eight 16-bit numbers, made ready for widening multiplication.</summary>
    static abstract TFactor Factor(Vector128<short> values);

    /// <summary>The 32-bit products of numbers 0 to 3.</summary>
    static abstract Vector128<int> MultiplyLower(TFactor left, TFactor right);

    /// <summary>The 32-bit products of numbers 4 to 7.</summary>
    static abstract Vector128<int> MultiplyUpper(TFactor left, TFactor right);

    /// <summary>Adds the 32-bit products of numbers 0 to 3.</summary>
    static abstract Vector128<int> MultiplyAddLower(Vector128<int> sum, TFactor left, TFactor right);

    /// <summary>Adds the 32-bit products of numbers 4 to 7.</summary>
    static abstract Vector128<int> MultiplyAddUpper(Vector128<int> sum, TFactor left, TFactor right);

    /// <summary>Adds the low halves of the products with one lane of <paramref name="values"/>.</summary>
    static abstract Vector128<int> MultiplyAdd32(
        Vector128<int> sum, Vector128<int> weights, Vector128<int> values, [ConstantExpected(Max = (byte)3)] byte lane);
}
