using Kws.Audio;
using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Model;
using Kws.Training.Data;
using Kws.Training.Float;

namespace Kws.Cli;

/// <summary>Evaluates a float network on clips whose words are known.</summary>
internal sealed class FloatEvaluation(
    FloatNetwork network, TrueLabels trueLabels, int threads, BadItems bad, Activity activity, CliContext context)
{
    /// <summary>Reads all clips of folders and counts what the network takes them for.</summary>
    public IReadOnlyDictionary<Split, ConfusionMatrix> Read(IEnumerable<string> folders)
    {
        (string Path, string Word)[] clips = [.. folders.SelectMany(Find).Until(context.Cancellation)];
        var labels = new int[clips.Length];
        var problems = new BadFingerprint?[clips.Length];
        IProgress<long> progress = activity.Receive<long>(done => $"evaluating clips: {NumberText.Part(done, clips.Length)}");
        long count = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(threads), CancellationToken = context.Cancellation };
        Parallel.For(0, clips.Length, options, (i, loop) =>
        {
            try
            {
                labels[i] = LabelOf(clips[i].Path);
            }
            catch (Exception e) when (e is KwsFormatException or IOException or UnauthorizedAccessException)
            {
                problems[i] = Files.BadClip(clips[i].Path, e);
                if (!bad.AreSkipped)
                {
                    loop.Break();
                }
            }

            progress.Report(Interlocked.Increment(ref count));
        });
        bad.Add(problems.OfType<BadFingerprint>());

        var matrices = Enum.GetValues<Split>().ToDictionary(split => split, _ => new ConfusionMatrix(network.Labels.Length));
        foreach ((int i, (string path, string word)) in clips.Index().Where(clip => problems[clip.Index] is null))
        {
            matrices[trueLabels.SplitOf(word, Path.GetFileName(path))].Add(trueLabels.Of(word), labels[i]);
        }

        return matrices;
    }

    private int LabelOf(string path)
    {
        var samples = new short[network.FrontEnd.SampleCount];
        int count = WavFile.Read(path, network.FrontEnd.SampleRate, samples);
        double[] logits = network.Logits(samples.AsSpan(0, count));
        return Array.IndexOf(logits, logits.Max());
    }

    private List<(string Path, string Word)> Find(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw CliException.BadInput(
                File.Exists(folder)
                    ? $"{folder}: this is a file, expected a folder of clips: --float takes no fingerprints"
                    : $"{folder}: there is no such directory");
        }

        List<(string Path, string Word)> clips = Files.Read(folder, path => SpeechCommandsFolder.Clips(path).ToList());
        foreach ((string path, string word) in clips)
        {
            if (trueLabels.Of(word) < 0)
            {
                throw new KwsFormatException(path, 0, trueLabels.Missing(word));
            }
        }

        return clips.Count > 0
            ? clips
            : throw CliException.BadInput($"{folder}: there is no clip, expected folders named as words with .wav files in them");
    }
}
