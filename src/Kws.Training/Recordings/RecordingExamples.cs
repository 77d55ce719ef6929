using Kws.Model;
using Kws.Training.Augmentation;
using Kws.Training.Data;

namespace Kws.Training.Recordings;

/// <summary>
/// Makes keywords, parts of them, rearranged ones and synthesised noise of sound, all other words and recorded noise of the frames that
/// come with kws.
/// </summary>
/// <param name="materials">The sound.</param>
/// <param name="windows">The frames.</param>
internal sealed class RecordingExamples(Materials materials, NegativeWindows windows) : IExampleMaker
{
    /// <summary>The part of silence that is made of sound.</summary>
    private const double SoundShareOfSilence = 0.5;

    private const double SpeechShare = 0.5;

    private readonly ExampleMaker _sound = new(materials);

    /// <summary>The part of <c>_unknown_</c> that is made of sound: keywords rearranged or in part, and speech of the user's own.</summary>
    private readonly double _soundShareOfUnknown = materials.Speech.Length > 0 ? 0.6 : 0.3;

    /// <inheritdoc/>
    public void Make(int label, RandomStream random, Span<sbyte> fingerprint)
    {
        string name = materials.Labels[label];
        if (name == SpecialLabels.Silence && windows.HasNoise && !random.Happens(SoundShareOfSilence))
        {
            windows.DrawNoise(random, fingerprint);
        }
        else if (name == SpecialLabels.Unknown && !random.Happens(_soundShareOfUnknown))
        {
            if (windows.HasSpeech && random.Happens(SpeechShare))
            {
                windows.DrawSpeech(random, fingerprint);
            }
            else
            {
                windows.DrawWord(random, fingerprint);
            }
        }
        else
        {
            _sound.Make(label, random, fingerprint);
        }
    }
}
