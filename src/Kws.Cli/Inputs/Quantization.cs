using System.CommandLine;
using Kws.Cli.Commands;
using Kws.Cli.Output;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Quantize;
using static System.FormattableString;

namespace Kws.Cli;

/// <summary>Models of integers of float networks.</summary>
internal static class Quantization
{
    /// <summary>The option that names the calibration set.</summary>
    public static Option<string?> Calibration() => new("--calibration")
    {
        Description = $"Folder of clips (.wav), at any depth, of all labels; at most {CalibrationClips.Most} are read. Without it "
            + "scales are chosen by synthesised noise, which costs accuracy",
        HelpName = "folder",
    };

    /// <summary>The model of a float network that is named instead of a model file: its scales are chosen by synthesised noise.</summary>
    /// <param name="network">The network.</param>
    /// <param name="file">Its file.</param>
    /// <param name="context">Receives progress and warnings.</param>
    public static KwsModel Run(FloatNetwork network, string file, CliContext context) => Run(network, file, null, -1, context).Model;

    /// <summary>Makes the model.</summary>
    /// <param name="network">The network.</param>
    /// <param name="file">Its file.</param>
    /// <param name="calibration">A folder of clips by which scales are chosen; null for synthesised noise.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    /// <param name="context">Receives progress and warnings.</param>
    public static QuantizedModel Run(FloatNetwork network, string file, string? calibration, int threads, CliContext context)
    {
        try
        {
            return Run(new Quantizer(network), calibration, threads, context);
        }
        catch (ArgumentException e)
        {
            throw CliException.BadInput($"{file}: {Failures.MessageOf(e)}");
        }
    }

    private static QuantizedModel Run(Quantizer quantizer, string? folder, int threads, CliContext context)
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
