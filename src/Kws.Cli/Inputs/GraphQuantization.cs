using System.Collections.Immutable;
using Kws.Cli.Commands;
using Kws.Cli.Output;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Import.TensorFlow;
using Kws.Training.Quantize;
using static System.FormattableString;

namespace Kws.Cli;

/// <summary>A frozen TensorFlow graph as a model of integers.</summary>
internal static class GraphQuantization
{
    private const string LabelsName = "labels.txt";

    /// <summary>True if a file is a graph by its name.</summary>
    public static bool IsGraph(string file) => Path.GetExtension(file).Equals(".pb", StringComparison.OrdinalIgnoreCase);

    /// <summary>The model of a graph that is named instead of a model file: its scales are chosen by synthesised noise.</summary>
    /// <param name="file">The graph.</param>
    /// <param name="labels">The names of its labels; null for those of a file beside the graph.</param>
    /// <param name="context">Receives progress and warnings.</param>
    public static KwsModel Load(string file, ImmutableArray<string>? labels, CliContext context)
    {
        string beside = Path.Combine(Path.GetDirectoryName(file) ?? "", LabelsName);
        ImmutableArray<string> names = labels
            ?? (File.Exists(beside)
                ? Files.Read(beside, LabelFile.Read)
                : throw CliException.WrongUsage(
                    $"{file}: a graph has no names of labels, expected --labels or a file {LabelsName} beside it"));
        return Run(file, names, null, -1, context).Model;
    }

    /// <summary>Makes the model.</summary>
    /// <param name="file">The graph.</param>
    /// <param name="labels">The names of its labels.</param>
    /// <param name="calibration">A folder of clips by which scales are chosen; null for synthesised noise.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    /// <param name="context">Receives progress and warnings.</param>
    public static QuantizedModel Run(
        string file, ImmutableArray<string> labels, string? calibration, int threads, CliContext context)
    {
        FloatNetwork network = Files.Read(file, name => TensorFlowGraph.Import(name, labels));
        return Quantize(QuantizerOf(network, file), calibration, threads, context);
    }

    private static Quantizer QuantizerOf(FloatNetwork network, string file)
    {
        try
        {
            return new Quantizer(network);
        }
        catch (ArgumentException e)
        {
            throw CliException.BadInput($"{file}: {Failures.MessageOf(e)}");
        }
    }

    private static QuantizedModel Quantize(Quantizer quantizer, string? folder, int threads, CliContext context)
    {
        if (folder is null)
        {
            Failures.Tell(
                "no --calibration: the scales are chosen by synthesised noise, and the model may be some points less accurate", context);
        }
        else
        {
            SoundFolders.Require(folder);
        }

        return Activity.Show(context, activity =>
        {
            activity.Report("reading clips");
            FrontEnd frontEnd = quantizer.FrontEnd;
            CalibrationClips clips = folder is null ? CalibrationClips.Synthesise(frontEnd) : Read(folder, frontEnd, context);
            activity.Report("computing the float network");
            return quantizer.Quantize(
                clips.All, threads, activity.Receive<double>(part => Invariant($"choosing scales: {100 * part:F0} %")),
                context.Cancellation);
        });
    }

    private static CalibrationClips Read(string folder, FrontEnd frontEnd, CliContext context)
    {
        CalibrationClips clips;
        try
        {
            clips = CalibrationClips.Read(folder, frontEnd, context.Cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput(e.Message);
        }

        SkippedFiles.Tell(clips.Skipped, context);
        return clips.All.IsEmpty
            ? throw CliException.BadInput(
                ClipFolder.Find(folder).Any() ? $"{folder}: no clip can be read" : $"{folder}: there is no .wav file in this folder")
            : clips;
    }
}
