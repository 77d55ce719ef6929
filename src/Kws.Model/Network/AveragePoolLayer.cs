namespace Kws.Model;

/// <summary>
/// The average of each channel in every window, or in all of the input: the sum, shifted left, divided by the number of positions inside
/// the input. A quotient that exceeds <see cref="WrapBits"/>, where there are some, keeps its low bits alone.
/// </summary>
public sealed record AveragePoolLayer : Layer, IWindowedLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="window">The window; null for all of the input.</param>
    /// <param name="leftShift">log2 of a factor of the sum, 0 to 15.</param>
    /// <param name="rounding">The rounding of the division.</param>
    /// <param name="wrapBits">The low bits that a quotient keeps, 2 to 31; null for all.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the window is larger than the input.</exception>
    public AveragePoolLayer(
        string name, TensorShape input, Window? window = null, int leftShift = 0, AverageRounding rounding = AverageRounding.Floor,
        int? wrapBits = null)
        : this(name, input, Window.OfPool(name, input, window), leftShift, rounding, wrapBits)
    {
    }

    private AveragePoolLayer(string name, TensorShape input, Window window, int leftShift, AverageRounding rounding, int? wrapBits)
        : base(name, input, window.OutputOf(input, input.Channels))
    {
        if (leftShift is < 0 or > 15)
        {
            throw new ArgumentException($"{name}: left shift is {leftShift}, expected 0 to 15");
        }

        if (wrapBits is < 2 or > 31)
        {
            throw new ArgumentException($"{name}: a quotient keeps {wrapBits} bits, expected 2 to 31");
        }

        (Window, PaddingTime, PaddingFrequency) = (window, window.PaddingTime(input), window.PaddingFrequency(input));
        (LeftShift, Rounding, WrapBits) = (leftShift, rounding, wrapBits);
    }

    /// <inheritdoc/>
    public Window Window { get; }

    /// <inheritdoc/>
    public int PaddingTime { get; }

    /// <inheritdoc/>
    public int PaddingFrequency { get; }

    /// <summary>log2 of a factor of the sum.</summary>
    public int LeftShift { get; }

    /// <summary>The rounding of the division.</summary>
    public AverageRounding Rounding { get; }

    /// <summary>
    /// The low bits of two's complement that a quotient keeps, as a C program gives that stores it into a narrower integer; null for all.
    /// </summary>
    public int? WrapBits { get; }
}
