namespace Kws.Model;

/// <summary>The maximum of each channel in every window, or in all of the input.</summary>
public sealed record MaxPoolLayer : Layer, IWindowedLayer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input.</param>
    /// <param name="window">The window; null for all of the input.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the window is larger than the input.</exception>
    public MaxPoolLayer(string name, TensorShape input, Window? window = null)
        : this(name, input, Window.OfPool(name, input, window))
    {
    }

    private MaxPoolLayer(string name, TensorShape input, Window window)
        : base(name, input, window.OutputOf(input, input.Channels)) =>
        (Window, PaddingTime, PaddingFrequency) = (window, window.PaddingTime(input), window.PaddingFrequency(input));

    /// <inheritdoc/>
    public Window Window { get; }

    /// <inheritdoc/>
    public int PaddingTime { get; }

    /// <inheritdoc/>
    public int PaddingFrequency { get; }
}
