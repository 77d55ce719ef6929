namespace Kws.Reference;

/// <summary>Every step of the integer front end for one window of sound.</summary>
/// <param name="Windowed">Samples times the window, N numbers of 16 bits.</param>
/// <param name="Re">Real parts of the spectrum, N/2 numbers of 16 bits.</param>
/// <param name="Im">Imaginary parts of the spectrum.</param>
/// <param name="Exponent">The power of two by which the spectrum has to be multiplied, plus 15.</param>
/// <param name="Magnitudes">Magnitudes of the spectrum, N/2 numbers of 15 bits without a sign.</param>
/// <param name="Sums">Sums of the bands, 31 bits without a sign.</param>
/// <param name="Logarithms">Logarithms of the bands to base 2, 16 bits, 9 of them behind the binary point.</param>
/// <param name="Coefficients">The coefficients, integers of the bits of the front end.</param>
public sealed record FrontEndTrace(
    IReadOnlyList<int> Windowed,
    IReadOnlyList<int> Re,
    IReadOnlyList<int> Im,
    int Exponent,
    IReadOnlyList<int> Magnitudes,
    IReadOnlyList<int> Sums,
    IReadOnlyList<int> Logarithms,
    IReadOnlyList<sbyte> Coefficients);
