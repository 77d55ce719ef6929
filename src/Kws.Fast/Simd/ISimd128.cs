namespace Kws.Fast.Simd;

/// <summary>
/// The operations that the 128-bit kernels need and <see cref="Vector128"/> does not offer in one instruction everywhere. For all others
/// they use its operators, which compile to one instruction on every processor.
/// </summary>
/// <typeparam name="TFour">Four 16-bit numbers in the form that the widening multiplication takes.</typeparam>
internal unsafe interface ISimd128<TFour>
{
    /// <summary>32-bit lanes: the first four 16-bit lanes of both, alternating.</summary>
    static abstract Vector128<sbyte> PairLow16(Vector128<sbyte> low, Vector128<sbyte> high);

    /// <summary>32-bit lanes: lane 1 of both, then lane 3 of both.</summary>
    static abstract Vector128<sbyte> PairOdd32(Vector128<sbyte> first, Vector128<sbyte> second);

    static abstract TFour LoadFour(byte* address);

    /// <summary>Sums that fit 16 bits.</summary>
    static abstract TFour Add(TFour left, TFour right);

    /// <summary>Differences that fit 16 bits.</summary>
    static abstract TFour Subtract(TFour left, TFour right);

    /// <summary>The 32-bit products.</summary>
    static abstract Vector128<int> Multiply(TFour left, TFour right);

    /// <summary>Adds the 32-bit products.</summary>
    static abstract Vector128<int> MultiplyAdd(Vector128<int> sum, TFour left, TFour right);

    /// <summary>32-bit lanes: adds the low halves of the products with one lane of <paramref name="values"/>.</summary>
    static abstract Vector128<int> MultiplyAdd32(
        Vector128<int> sum, Vector128<int> weights, Vector128<int> values, [ConstantExpected(Max = (byte)3)] byte lane);
}
