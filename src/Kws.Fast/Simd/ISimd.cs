namespace Kws.Fast.Simd;

/// <summary>
/// The vector operations of the kernels, so that an algorithm is written once for every register width. A vector is so many
/// bytes without a type (as <c>__m512i</c> in C); the method's name says how the lanes are read. The JIT compiles a
/// method to one instruction or two.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : unmanaged
{
    /// <summary>Loads from an address aligned to the vector.</summary>
    static abstract TVector Load(byte* address);

    /// <summary>Stores to an address aligned to the vector.</summary>
    static abstract void Store(byte* address, TVector value);

    /// <summary>Loads one 32-bit value into every 32-bit lane.</summary>
    static abstract TVector Broadcast32(int* address);

    /// <summary>Every 32-bit lane set to a constant.</summary>
    static abstract TVector Constant32(int value);

    /// <summary>16-bit lanes: a[2i] * b[2i] + a[2i + 1] * b[2i + 1] of unsigned bytes a and signed bytes b, saturated.</summary>
    static abstract TVector MultiplyAdd8(TVector unsigned, TVector signed);

    /// <summary>32-bit lanes: a[2i] * b[2i] + a[2i + 1] * b[2i + 1] of signed 16-bit lanes.</summary>
    static abstract TVector MultiplyAdd16(TVector left, TVector right);

    /// <summary>32-bit lanes: the low half of the product.</summary>
    static abstract TVector Multiply32(TVector left, TVector right);

    /// <summary>16-bit lanes: wrapping sum.</summary>
    static abstract TVector Add16(TVector left, TVector right);

    /// <summary>16-bit lanes: wrapping difference.</summary>
    static abstract TVector Subtract16(TVector left, TVector right);

    /// <summary>32-bit lanes: wrapping sum.</summary>
    static abstract TVector Add32(TVector left, TVector right);

    /// <summary>32-bit lanes: wrapping difference.</summary>
    static abstract TVector Subtract32(TVector left, TVector right);

    /// <summary>32-bit lanes: the greater one.</summary>
    static abstract TVector Max32(TVector left, TVector right);

    /// <summary>All bits: and.</summary>
    static abstract TVector And(TVector left, TVector right);

    /// <summary>All bits: or.</summary>
    static abstract TVector Or(TVector left, TVector right);

    /// <summary>16-bit lanes: arithmetic shift right.</summary>
    static abstract TVector ShiftRight16(TVector value, [ConstantExpected] byte count);

    /// <summary>32-bit lanes: arithmetic shift right.</summary>
    static abstract TVector ShiftRight32(TVector value, [ConstantExpected] byte count);

    /// <summary>32-bit lanes: shift left.</summary>
    static abstract TVector ShiftLeft32(TVector value, [ConstantExpected] byte count);

    /// <summary>32-bit lanes: their halves exchanged.</summary>
    static abstract TVector Swap16(TVector value);

    /// <summary>32-bit lanes: the low half of the one, the high half of the other.</summary>
    static abstract TVector Blend16(TVector low, TVector high);

    /// <summary>In every 128-bit lane: 32-bit lanes chosen by the four 2-bit fields of the control.</summary>
    static abstract TVector Shuffle32(TVector value, [ConstantExpected] byte control);

    /// <summary>32-bit lanes: the sum of all 128-bit lanes.</summary>
    static abstract Vector128<int> Sum128(TVector value);
}
