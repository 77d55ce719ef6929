namespace Kws.Listen;

/// <summary>The second of a clip that is classified.</summary>
public enum ClipSecond
{
    /// <summary>The first second, whatever follows. A shorter clip counts as followed by silence.</summary>
    First,

    /// <summary>
    /// The second in which a keyword is heard best: of all positions one hop apart whose label is a keyword, the one with the largest
    /// margin over the second best label. Where no position has a keyword, it is the position with the largest margin. Of equal ones it is
    /// the first. Keywords are all labels but <c>_silence_</c> and <c>_unknown_</c>.
    /// </summary>
    Best,
}
