namespace Kws.Fast.Simd;

/// <summary>
/// The vector operations of the layers of <c>Kws.Fast.Layers</c>, on a register without a type. Addresses need no alignment.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal unsafe interface ILayerSimd<TVector>
    where TVector : unmanaged
{
    /// <summary>True if <see cref="MultiplyAdd8"/> or <see cref="Dot8"/> is an instruction.</summary>
    static abstract bool HasBytes { get; }

    /// <summary>True if <see cref="Dot8"/> is an instruction.</summary>
    static abstract bool HasDot8 { get; }

    /// <summary>The number added to bytes: 0, or -128 where the instructions take signed ones.</summary>
    static abstract int ByteOffset { get; }

    static abstract TVector Load(byte* address);

    static abstract void Store(byte* address, TVector value);

    /// <summary>Loads one 32-bit value into every 32-bit lane.</summary>
    static abstract TVector Broadcast32(byte* address);

    /// <summary>Every 32-bit lane set to a number.</summary>
    static abstract TVector Constant32(int value);

    /// <summary>Every 16-bit lane set to a number.</summary>
    static abstract TVector Constant16(short value);

    /// <summary>16-bit lanes: a[2i] * b[2i] + a[2i + 1] * b[2i + 1] of unsigned bytes a and signed bytes b, saturated.</summary>
    static abstract TVector MultiplyAdd8(TVector unsigned, TVector signed);

    /// <summary>Signed bytes: the absolute value; 128 of the least number.</summary>
    static abstract TVector Abs8(TVector value);

    /// <summary>
    /// 16-bit lanes: a[2i] * b[2i] + a[2i + 1] * b[2i + 1] of signed bytes, with the absolute values of a, where b has no least number.
    /// </summary>
    static abstract TVector MultiplyAddSigned8(TVector magnitudes, TVector left, TVector right);

    /// <summary>32-bit lanes: sum + the four products of bytes and signed bytes, wrapping.</summary>
    static abstract TVector Dot8(TVector sum, TVector values, TVector weights);

    /// <summary>32-bit lanes: sum + a[2i] * b[2i] + a[2i + 1] * b[2i + 1] of signed 16-bit lanes, wrapping.</summary>
    static abstract TVector Dot16(TVector sum, TVector left, TVector right);

    static abstract TVector Add16(TVector left, TVector right);

    static abstract TVector Add32(TVector left, TVector right);

    static abstract TVector Subtract32(TVector left, TVector right);

    static abstract TVector Min16(TVector left, TVector right);

    static abstract TVector Max16(TVector left, TVector right);

    static abstract TVector Min32(TVector left, TVector right);

    static abstract TVector Max32(TVector left, TVector right);

    static abstract TVector Or(TVector left, TVector right);

    /// <summary>32-bit lanes: arithmetic shift right by 0 to 31.</summary>
    static abstract TVector ShiftRight32(TVector value, int count);

    /// <summary>32-bit lanes: shift left by 0 to 31.</summary>
    static abstract TVector ShiftLeft32(TVector value, int count);

    /// <summary>In every 128-bit lane: the 32-bit lanes of both as 16-bit lanes, saturated.</summary>
    static abstract TVector Pack32(TVector low, TVector high);

    /// <summary>In every 128-bit lane: the first four 16-bit lanes of both, alternating.</summary>
    static abstract TVector UnpackLow16(TVector left, TVector right);

    /// <summary>In every 128-bit lane: the last four 16-bit lanes of both, alternating.</summary>
    static abstract TVector UnpackHigh16(TVector left, TVector right);

    /// <summary>In every 128-bit lane: the first eight bytes of both, alternating.</summary>
    static abstract TVector UnpackLow8(TVector left, TVector right);

    /// <summary>In every 128-bit lane: the last eight bytes of both, alternating.</summary>
    static abstract TVector UnpackHigh8(TVector left, TVector right);

    /// <summary>In every 128-bit lane: the 16-bit lanes of both as unsigned bytes, saturated.</summary>
    static abstract TVector Pack16(TVector low, TVector high);

    /// <summary>Stores the lower half of a register.</summary>
    static abstract void StoreLower(byte* address, TVector value);

    /// <summary>Stores the lower 8 bits of the 16-bit lanes in their order.</summary>
    static abstract void StoreBytes(byte* address, TVector value);

    /// <summary>16-bit lanes: (a * b + 2^14) >> 15. One of both is not the least number.</summary>
    static abstract TVector MultiplyRounded16(TVector left, TVector right);

    static abstract TVector AddSaturate16(TVector left, TVector right);

    static abstract TVector Subtract16(TVector left, TVector right);

    /// <summary>16-bit lanes: shift left by 0 to 15.</summary>
    static abstract TVector ShiftLeft16(TVector value, int count);

    /// <summary>16-bit lanes: arithmetic shift right by 0 to 15.</summary>
    static abstract TVector ShiftRight16(TVector value, int count);

    /// <summary>16-bit lanes: shift right by 0 to 15, with zeros.</summary>
    static abstract TVector ShiftRightUnsigned16(TVector value, int count);

    /// <summary>16-bit lanes: the absolute value of numbers that are not the least one.</summary>
    static abstract TVector Abs16(TVector value);

    /// <summary>16-bit lanes: the value, or its opposite where the other number is negative.</summary>
    static abstract TVector WithSign16(TVector value, TVector sign);

    /// <summary>In every 128-bit lane: the bytes of a table by their index, 0 where the index has the highest bit.</summary>
    static abstract TVector Lookup8(TVector table, TVector index);

    /// <summary>True if one of the upper halves of the 32-bit lanes is not zero.</summary>
    static abstract bool AnyUpper16(TVector value);
}
