namespace Kws.Model;

/// <summary>
/// The average of each channel in every window, or in all of the input: the sum, shifted left, divided by the number of positions inside the
/// input.
/// </summary>
public sealed record AveragePoolLayer : Layer, IWindowedLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="window">The window; null for all of the input.</param>
    /// <param name="leftShift">log2 of a factor of the sum, 0 to 15.</param>
    /// <param name="rounding">The rounding of the division.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the window is larger than the input.</exception>
    public AveragePoolLayer(
        string name, TensorShape input, Window? window = null, int leftShift = 0, AverageRounding rounding = AverageRounding.Floor)
        : this(name, input, Window.OfPool(name, input, window), leftShift, rounding)
    {
    }

    private AveragePoolLayer(string name, TensorShape input, Window window, int leftShift, AverageRounding rounding)
        : base(name, input, window.OutputOf(input, input.Channels))
    {
        if (leftShift is < 0 or > 15)
        {
            throw new ArgumentException($"{name}: left shift is {leftShift}, expected 0 to 15");
        }

        (Window, PaddingTime, PaddingFrequency) = (window, window.PaddingTime(input), window.PaddingFrequency(input));
        (LeftShift, Rounding) = (leftShift, rounding);
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
}
