namespace Kws.Listen;

/// <summary>The second of a clip that is classified.</summary>
public enum ClipSecond
{
    /// <summary>
    /// The second with the word in its middle, which is found by its loudness; of a word that is longer than a second its loudest second.
    /// A clip of a second at most is taken as it is, and a shorter one counts as followed by silence.
    /// </summary>
    Word,

    /// <summary>
    /// The second in which a keyword is heard best: of all positions one hop apart whose label is a keyword, the one with the largest
    /// margin over the second best label. Where no position has a keyword, it is the position with the largest margin. Of equal ones it is
    /// the first. Keywords are all labels but <c>_silence_</c> and <c>_unknown_</c>.
    /// </summary>
    Best,
}
