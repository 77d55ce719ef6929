using Kws.Training.Data;

namespace Kws.Training.Augmentation;

/// <summary>Draws the place of a word in time: the position of the first sample of its clip.</summary>
internal static class Shift
{
    /// <summary>A keyword without so much of it at one end is still the keyword.</summary>
    private const double Loss = 0.05;

    /// <summary>
    /// A place at which the whole word is heard, but for a twentieth at most; of a word that is longer than the window any part.
    /// </summary>
    /// <param name="word">The part of the clip that is the word.</param>
    /// <param name="length">The samples of the window.</param>
    /// <param name="random">Decides.</param>
    public static int Whole(WordExtent word, int length, RandomStream random)
    {
        int room = length - word.Length;
        double loss = Loss * word.Length;
        return (int)random.Between(Math.Min(0, room) - loss, Math.Max(0, room) + loss) - word.Start;
    }

    /// <summary>A place at most a tenth of a second from that in the clip.</summary>
    /// <param name="sampleRate">The rate of the clip.</param>
    /// <param name="random">Decides.</param>
    public static int Slight(int sampleRate, RandomStream random) => (int)(random.Between(-0.1, 0.1) * sampleRate);

    /// <summary>A place at which at least half of the word is heard.</summary>
    /// <inheritdoc cref="Whole" path="/param"/>
    public static int Any(WordExtent word, int length, RandomStream random) =>
        (int)random.Between(-0.5 * word.Length, length - (0.5 * word.Length)) - word.Start;
}
