namespace Kws.Model;

/// <summary>
/// The shape of one layer's values: time x frequency x channels. Values are stored with the channel varying fastest,
/// then frequency, then time (TensorFlow's NHWC without the batch).
/// </summary>
/// <param name="Time">Number of positions in time (30 frames at the input).</param>
/// <param name="Frequency">Number of positions in frequency (10 MFCC coefficients at the input).</param>
/// <param name="Channels">Number of channels (1 at the input).</param>
public readonly record struct TensorShape(int Time, int Frequency, int Channels)
{
    /// <summary>How many values the shape holds.</summary>
    public int Count => Time * Frequency * Channels;

    /// <summary>The index of a value in the flat array. Positions outside the shape are not refused.</summary>
    /// <param name="time">Which position in time, from 0.</param>
    /// <param name="frequency">Which position in frequency, from 0.</param>
    /// <param name="channel">Which channel, from 0.</param>
    public int IndexOf(int time, int frequency, int channel) => (((time * Frequency) + frequency) * Channels) + channel;

    /// <summary>The position of a flat index, the inverse of <see cref="IndexOf"/>.</summary>
    /// <param name="index">An index from 0 to <see cref="Count"/> - 1; others are not refused.</param>
    public (int Time, int Frequency, int Channel) PositionOf(int index) =>
        (index / (Frequency * Channels), index / Channels % Frequency, index % Channels);

    /// <summary>Prints the shape as <c>14 x 4 x 48</c>.</summary>
    public override string ToString() => $"{Time} x {Frequency} x {Channels}";
}
