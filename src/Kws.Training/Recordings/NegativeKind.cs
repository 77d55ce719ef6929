namespace Kws.Training.Recordings;

/// <summary>A kind of sound in which no keyword is spoken.</summary>
public enum NegativeKind
{
    /// <summary>Single words, one after the other without a pause, as they come with kws.</summary>
    Words,

    /// <summary>Running speech as it comes with kws.</summary>
    Speech,

    /// <summary>Noise as it comes with kws.</summary>
    Noise,

    /// <summary>Running speech of the user's own.</summary>
    Own,
}
