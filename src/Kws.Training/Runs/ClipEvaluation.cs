using System.Collections.Immutable;
using Kws.Audio;
using Kws.Fast;
using Kws.Training.Data;

namespace Kws.Training.Runs;

/// <summary>The labels that a model gives the clips of a set, as they are.</summary>
public sealed class ClipEvaluation
{
    /// <summary>Classifies the second with the word of every clip of a set.</summary>
    /// <param name="classifier">The model, with the labels and front end of the sound.</param>
    /// <param name="bank">The sound.</param>
    /// <param name="split">The set.</param>
    public ClipEvaluation(KwsClassifier classifier, SoundBank bank, Split split)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(bank);
        var extractor = new FingerprintExtractor(bank.FrontEnd);
        var fingerprint = new sbyte[extractor.FingerprintLength];
        var predicted = new int[1];
        var results = new List<(string Word, int Truth, int Predicted)>();
        Matrix = new ConfusionMatrix(bank.Labels.Length);
        foreach (SoundClip clip in bank.Clips.Where(clip => clip.Split == split))
        {
            extractor.Extract(clip.Second(bank.FrontEnd), fingerprint);
            classifier.Classify(fingerprint, predicted);
            Matrix.Add(clip.Label, predicted[0]);
            results.Add((clip.Word, clip.Label, predicted[0]));
        }

        Mistakes =
        [
            .. from result in results
               where result.Truth != result.Predicted
               group result by (result.Word, result.Predicted) into same
               orderby same.Count() descending, same.Key.Word
               select new WordMistake(
                   same.Key.Word, bank.Labels[same.Key.Predicted],
                   new(same.Count(), results.Count(result => result.Word == same.Key.Word))),
        ];
    }

    /// <summary>The counts of labels.</summary>
    public ConfusionMatrix Matrix { get; }

    /// <summary>The words that got a wrong label, the most frequent first.</summary>
    public ImmutableArray<WordMistake> Mistakes { get; }
}
