namespace Kws.Model;

/// <summary>
/// The shape of one layer's values: time x frequency x channels. Values are stored with the channel varying fastest,
/// then frequency, then time (TensorFlow's NHWC without the batch).
/// </summary>
public readonly record struct TensorShape
{
    /// <summary>Makes a shape.</summary>
    /// <param name="time">Number of positions in time (30 frames at the input).</param>
    /// <param name="frequency">Number of positions in frequency (10 MFCC coefficients at the input).</param>
    /// <param name="channels">Number of channels (1 at the input).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the shape holds more values than an array can.</exception>
    public TensorShape(int time, int frequency, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        ArgumentOutOfRangeException.ThrowIfNegative(frequency);
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        if ((Int128)time * frequency * channels > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(channels), $"{time} x {frequency} x {channels} are more than {Array.MaxLength} values");
        }

        (Time, Frequency, Channels) = (time, frequency, channels);
    }

    /// <summary>Number of positions in time (30 frames at the input).</summary>
    public int Time { get; }

    /// <summary>Number of positions in frequency (10 MFCC coefficients at the input).</summary>
    public int Frequency { get; }

    /// <summary>Number of channels (1 at the input).</summary>
    public int Channels { get; }

    /// <summary>The number of values.</summary>
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
