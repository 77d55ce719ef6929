using Kws.Cli.Output;
using Kws.Fast;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli;

/// <summary>
/// Classifies what the arguments of <c>kws evaluate</c> name. A clip or fingerprint that fails ends it: what is measured without it would
/// be something else.
/// </summary>
internal sealed class EvaluationInputs(
    KwsClassifier classifier, TrueLabels trueLabels, int threads, Activity activity, CliContext context)
{
    /// <summary>Fingerprints of a file classified at a time.</summary>
    private const int BlockSize = 8192;

    public Evaluator Read(IEnumerable<string> inputs)
    {
        var evaluator = new Evaluator(classifier.Model);
        foreach (string input in inputs)
        {
            if (Directory.Exists(input))
            {
                ReadFolder(input, evaluator);
            }
            else
            {
                ReadFingerprints(input, evaluator);
            }
        }

        return evaluator.Count > 0 ? evaluator : throw CliException.BadInput("the inputs have no fingerprint, expected one at least");
    }

    private void ReadFolder(string folder, Evaluator evaluator)
    {
        activity.Report($"looking for clips in {folder}");
        (string Path, int Truth, Split Split)[] clips = [.. Files.Read(folder, path => SpeechCommandsFolder.Clips(path).Until(context.Cancellation).ToList())
            .Select(clip => (clip.Path, TruthOf(clip.Word, clip.Path, 0), trueLabels.SplitOf(clip.Word, Path.GetFileName(clip.Path))))];
        if (clips.Length == 0)
        {
            throw CliException.BadInput($"{folder}: there is no clip, expected folders named as words with .wav files in them");
        }

        int done = 0;
        new ClipClassifier(classifier).ClassifyAll(
            clips.Select(clip => new Clip(clip.Path)), Add, threads, context.Cancellation);

        void Add(in ClipResult result)
        {
            if (result.Failure is { } failure)
            {
                throw CliException.BadInput(Files.Describe(result.Clip.Name, failure));
            }

            (_, int truth, Split split) = clips[done++];
            evaluator.Add(truth, split, result.Fingerprint, Logits.Label(result.Logits));
            activity.Report($"classifying clips of {folder}: {NumberText.Part(done, clips.Length)}");
        }
    }

    private void ReadFingerprints(string file, Evaluator evaluator)
    {
        ClipInputs.RefuseFile(file);
        string name = file == Files.StandardInput ? Files.StandardInputName : file;
        int length = classifier.FingerprintLength;
        foreach (Fingerprint[] block in Files.ReadFingerprints(file, classifier.Model.Network.Input, context).Chunk(BlockSize))
        {
            (int Truth, Split Split)[] cases = [.. block.Select(fingerprint => (
                TruthOf(LabelOf(fingerprint, name), name, fingerprint.Line), SplitOf(fingerprint, name)))];
            var values = new sbyte[block.Length * length];
            var predicted = new int[block.Length];
            for (int i = 0; i < block.Length; i++)
            {
                block[i].Values.CopyTo(values.AsMemory(i * length));
            }

            try
            {
                classifier.ClassifyParallel(values, predicted, threads, context.Cancellation);
            }
            catch (OverflowException e)
            {
                throw CliException.BadInput($"{name}: {e.Message}");
            }

            for (int i = 0; i < block.Length; i++)
            {
                evaluator.Add(cases[i].Truth, cases[i].Split, block[i].Values.Span, predicted[i]);
            }

            activity.Report(FormattableString.Invariant($"classifying fingerprints: {evaluator.Count:N0} so far"));
        }
    }

    private int TruthOf(string word, string file, int line)
    {
        int truth = trueLabels.Of(word);
        return truth >= 0 ? truth : throw new KwsFormatException(file, line, trueLabels.Missing(word));
    }

    private static string LabelOf(Fingerprint fingerprint, string name) =>
        fingerprint.Label ?? throw new KwsFormatException(
            name, fingerprint.Line, "the fingerprint has no label, expected label and clip before the values");

    private Split SplitOf(Fingerprint fingerprint, string name)
    {
        string word = LabelOf(fingerprint, name);
        if (fingerprint.Source is null && word != SpecialLabels.Silence)
        {
            throw new KwsFormatException(
                name,
                fingerprint.Line,
                "the fingerprint has no clip, expected one between label and values: its name says which set it belongs to");
        }

        // Lists of clips are made on Windows too.
        string source = fingerprint.Source ?? "";
        return trueLabels.SplitOf(word, source[(source.LastIndexOfAny(['/', '\\']) + 1)..]);
    }
}
