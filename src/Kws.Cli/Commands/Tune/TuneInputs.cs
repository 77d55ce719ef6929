using System.Collections.Immutable;
using Kws.Audio;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Listen.Tuning;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Reads recordings and the label tracks beside them, and listens to them.</summary>
internal sealed class TuneInputs(KwsClassifier classifier, Activity activity, CliContext context)
{
    private const int BarWidth = 20;

    private readonly KwsModel _model = classifier.Model;
    private readonly int _sampleRate = classifier.Model.FrontEnd.SampleRate;

    /// <summary>The number of recordings with a label track.</summary>
    public int Labelled { get; private set; }

    /// <param name="inputs">Files, folders and patterns.</param>
    public IReadOnlyList<ScoredRecording> Read(string[] inputs)
    {
        string[] paths = [.. new ClipInputs(inputs, context).Clips.Select(clip => clip.Name)];
        long[] bytes = [.. paths.Select(path => Files.Read(path, one => new FileInfo(one).Length))];
        long all = Math.Max(1, bytes.Sum());
        long done = 0;
        var recordings = new List<ScoredRecording>();
        foreach ((string path, long size) in paths.Zip(bytes))
        {
            double share = (double)size / all;
            double begin = (double)done / all;
            recordings.Add(Read(path, part => Report(begin + (share * part), path)));
            done += size;
        }

        return recordings.Sum(recording => recording.HopCount) > 0
            ? recordings
            : throw CliException.BadInput($"{paths[0]}: no recording is as long as a word, expected a second of sound or more");
    }

    private ScoredRecording Read(string path, Action<double> report)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        report(0);
        short[] samples = Files.Read(path, file => WavFile.Read(file, _sampleRate));
        string track = LabelTrack.PathFor(path);
        ImmutableArray<LabelledWord> words = [];
        if (File.Exists(track))
        {
            Labelled++;
            words = Files.Read(track, file => LabelTrack.Read(file, _model.Labels, _sampleRate, samples.Length));
        }

        long position = 0;
        try
        {
            return ScoredRecording.Listen(
                classifier,
                samples,
                words,
                at =>
                {
                    position = at;
                    report((double)at / samples.Length);
                },
                context.Cancellation);
        }
        catch (OverflowException e)
        {
            // Possible with several blocks or enormous biases only.
            throw CliException.BadInput($"{path}: after sample {position}: {e.Message}");
        }
        catch (ArgumentException e)
        {
            throw CliException.BadInput(Failures.MessageOf(e));
        }
    }

    private void Report(double part, string path)
    {
        int filled = (int)(BarWidth * part);
        string bar = $"[{new string('#', filled)}{new string('.', BarWidth - filled)}]";
        activity.Report(FormattableString.Invariant($"{bar} {100 * part:F0} %, listening to {path}"));
    }
}
