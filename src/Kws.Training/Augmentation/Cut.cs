using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>
/// A keyword of which two fifths at most are heard, and which is therefore <c>_unknown_</c>: in live sound every keyword comes in
/// through one edge of the window and leaves through the other, and other words begin or end as keywords do.
/// </summary>
/// <param name="Start">The position of the first sample of the clip.</param>
/// <param name="From">The first sample of the clip that is heard.</param>
/// <param name="To">The sample after the last that is heard.</param>
internal readonly record struct Cut(int Start, int From, int To)
{
    private const double LeastKept = 0.15;
    private const double MostKept = 0.4;

    /// <summary>The part of cuts within the window; the others are at its edges.</summary>
    private const double WithinShare = 0.4;

    /// <summary>Draws a cut.</summary>
    /// <param name="word">The part of the clip that is the word.</param>
    /// <param name="clipLength">The samples of the clip.</param>
    /// <param name="length">The samples of the window.</param>
    /// <param name="random">Decides.</param>
    public static Cut Draw(WordExtent word, int clipLength, int length, RandomStream random)
    {
        int kept = (int)(random.Between(LeastKept, MostKept) * Math.Min(word.Length, length));
        bool isBeginning = random.Happens(0.5);
        if (random.Happens(WithinShare))
        {
            (int from, int to) = isBeginning ? (0, word.Start + kept) : (word.End - kept, clipLength);
            WordExtent part = isBeginning ? new(word.Start, to) : new(from, word.End);
            return new(Shift.Whole(part, length, random), from, to);
        }

        return new(isBeginning ? length - kept - word.Start : kept - word.End, 0, clipLength);
    }
}
