using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli;

/// <summary>Classifies fingerprints whose labels are known.</summary>
internal sealed class EvaluationInputs(
    KwsClassifier classifier, TrueLabels trueLabels, int threads, BadItems bad, Activity activity, CliContext context)
{
    public Evaluator Read(IReadOnlyList<BulkInput> inputs)
    {
        var evaluator = new Evaluator(classifier.Model);
        foreach (FingerprintBlock block in FingerprintBlocks.Classify(inputs, classifier, context, threads))
        {
            bad.Add(block.Bad);
            foreach ((int i, int truth, Split split, int predicted) in CasesOf(block, trueLabels))
            {
                evaluator.Add(truth, split, block.Fingerprint(i), predicted);
            }

            activity.Report(FormattableString.Invariant($"classifying fingerprints: {evaluator.Count:N0} so far"));
        }

        return evaluator.Count > 0 ? evaluator : throw CliException.BadInput("the inputs have no fingerprint, expected one at least");
    }

    /// <summary>The true label and the set of each fingerprint of a block, and the label that it was given.</summary>
    public static IEnumerable<(int Index, int Truth, Split Split, int Predicted)> CasesOf(FingerprintBlock block, TrueLabels trueLabels)
    {
        int labels = block.Logits.Length / FingerprintBlock.Capacity;
        for (int i = 0; i < block.Count; i++)
        {
            FingerprintTag tag = block.TagOf(i);
            string name = block.Source is ClipSource ? tag.Clip! : block.Source!.Name;
            string word = tag.Label ?? throw NoLabel(block.Source!, name, tag.Line);
            yield return (
                i, TruthOf(word, name, tag.Line, trueLabels), SplitOf(word, tag, name, trueLabels),
                Logits.Label(block.Logits.AsSpan(i * labels, labels)));
        }
    }

    private static int TruthOf(string word, string file, int line, TrueLabels trueLabels)
    {
        int truth = trueLabels.Of(word);
        return truth >= 0 ? truth : throw new KwsFormatException(file, line, trueLabels.Missing(word));
    }

    private static KwsFormatException NoLabel(FingerprintSource source, string name, int line) =>
        source is ClipSource ? new(name, 0, "the clip has no label, expected a folder that is named as the word")
        : line > 0 ? new(name, line, "the fingerprint has no label, expected label and clip before the values")
        : new(name, 0, "these fingerprints have no labels: text with label and clip has them, Parquet with columns label and clip, "
            + "and folders named as words with .wav files in them");

    private static Split SplitOf(string word, FingerprintTag tag, string name, TrueLabels trueLabels)
    {
        if (tag.Clip is null && word != SpecialLabels.Silence)
        {
            throw new KwsFormatException(
                name,
                tag.Line,
                "the fingerprint has no clip, expected one between label and values: its name says which set it belongs to");
        }

        // Lists of clips are made on Windows too.
        string source = tag.Clip ?? "";
        return trueLabels.SplitOf(word, source[(source.LastIndexOfAny(['/', '\\']) + 1)..]);
    }
}
