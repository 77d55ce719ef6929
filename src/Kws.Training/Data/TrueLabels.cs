using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Data;

/// <summary>The label that a model should give a word, and the part of the data set that a clip of it belongs to.</summary>
/// <param name="labels">The labels of the model.</param>
/// <param name="salt">The salt of the <see cref="SpeakerSplit"/>.</param>
public sealed class TrueLabels(ImmutableArray<string> labels, string salt)
{
    /// <summary>The label of the same name; for a word that is no label <c>_unknown_</c>.</summary>
    /// <param name="word">The word that is spoken, or <c>_silence_</c>.</param>
    /// <returns>The index of the label; -1 if the model has none for this word.</returns>
    public int Of(string word)
    {
        int label = labels.IndexOf(word);
        return label < 0 && word != SpecialLabels.Silence ? labels.IndexOf(SpecialLabels.Unknown) : label;
    }

    /// <summary>The part that a clip belongs to. Silence has no speaker and counts as testing.</summary>
    /// <param name="word">The word that is spoken, or <c>_silence_</c>.</param>
    /// <param name="fileName">The clip's file name, without folders.</param>
    public Split SplitOf(string word, string fileName) =>
        word == SpecialLabels.Silence ? Split.Testing : SpeakerSplit.Of(fileName, salt);

    /// <summary>Says what a model lacks that has no label for a word.</summary>
    /// <param name="word">The word.</param>
    public string Missing(string word) =>
        word == SpecialLabels.Silence
            ? $"the model has no label '{word}'; its labels are {string.Join(", ", labels)}"
            : $"the model has neither a label '{word}' nor '{SpecialLabels.Unknown}'; its labels are {string.Join(", ", labels)}";
}
