namespace Kws.Audio.FrontEnd;

/// <summary>Eight complex numbers.</summary>
/// <remarks>
/// Products are never fused with sums, and every lane goes its own way: the results are the same on every processor, with or without
/// instructions for vectors of this width.
/// </remarks>
internal readonly unsafe struct ComplexVector(Vector256<float> re, Vector256<float> im)
{
    public readonly Vector256<float> Re = re;
    public readonly Vector256<float> Im = im;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator +(ComplexVector a, ComplexVector b) => new(a.Re + b.Re, a.Im + b.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator -(ComplexVector a, ComplexVector b) => new(a.Re - b.Re, a.Im - b.Im);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector operator *(ComplexVector a, ComplexVector b) =>
        new((a.Re * b.Re) - (a.Im * b.Im), (a.Re * b.Im) + (a.Im * b.Re));

    /// <summary>a + i b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector AddTimesI(ComplexVector a, ComplexVector b) => new(a.Re - b.Im, a.Im + b.Re);

    /// <summary>a - i b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector SubtractTimesI(ComplexVector a, ComplexVector b) => new(a.Re + b.Im, a.Im - b.Re);

    /// <summary>One number in all lanes, from its two parts side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector Broadcast(float* number) => new(Vector256.Create(number[0]), Vector256.Create(number[1]));

    /// <summary>Eight numbers, the real parts before the imaginary ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexVector Load(float* numbers) => new(Vector256.LoadAligned(numbers), Vector256.LoadAligned(numbers + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* numbers)
    {
        Re.StoreAligned(numbers);
        Im.StoreAligned(numbers + 8);
    }
}
