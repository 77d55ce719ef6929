using Kws.Model;

namespace Kws.Training.Data;

/// <summary>A recorded word in memory.</summary>
public sealed class SoundClip
{
    /// <summary>Makes a clip.</summary>
    /// <param name="fileName">The name of its file, without folders.</param>
    /// <param name="word">The word that is spoken, or <c>_silence_</c>.</param>
    /// <param name="label">Its label.</param>
    /// <param name="split">The set that its speaker belongs to.</param>
    /// <param name="samples">The sound, one sample at least.</param>
    /// <param name="sampleRate">Its rate.</param>
    internal SoundClip(string fileName, string word, int label, Split split, short[] samples, int sampleRate)
    {
        (FileName, Word, Label, Split, Samples) = (fileName, word, label, split, samples);
        Extent = WordExtent.Of(samples, sampleRate);
        Power = Loudness.Power(samples.AsSpan(Extent.Start, Extent.Length));
    }

    /// <summary>The name of its file, without folders: it names the speaker.</summary>
    public string FileName { get; }

    /// <summary>The word that is spoken, or <c>_silence_</c>.</summary>
    public string Word { get; }

    /// <summary>The index of its label.</summary>
    public int Label { get; }

    /// <summary>The set that its speaker belongs to.</summary>
    public Split Split { get; }

    /// <summary>The sound, at the rate of the front end.</summary>
    internal short[] Samples { get; }

    /// <summary>The part in which the word is heard.</summary>
    internal WordExtent Extent { get; }

    /// <summary>The mean square of the samples of the word.</summary>
    internal double Power { get; }

    /// <summary>The place of the second that is classified.</summary>
    internal Range SecondRange(FrontEnd frontEnd) => WordSecond.RangeOf(Samples, Extent, frontEnd);

    /// <summary>The second that is classified.</summary>
    internal ReadOnlySpan<short> Second(FrontEnd frontEnd) => Samples.AsSpan(SecondRange(frontEnd));
}
