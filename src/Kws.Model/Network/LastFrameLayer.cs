namespace Kws.Model;

/// <summary>The last frame alone: the output of a recurrent layer after the whole clip.</summary>
public sealed record LastFrameLayer : Layer
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">The shape of the input, of one frame at least.</param>
    /// <exception cref="ArgumentException">The input has no values.</exception>
    public LastFrameLayer(string name, TensorShape input)
        : base(name, input, new TensorShape(1, input.Frequency, input.Channels))
    {
        if (input.Count == 0)
        {
            throw new ArgumentException($"{name}: the input is {input}, expected one value at least");
        }
    }
}
