using System.Collections.Immutable;
using System.CommandLine;
using Kws.Cli.Output;
using Kws.Listen;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Import.TensorFlow;
using Kws.Training.Quantize;
using static System.FormattableString;

namespace Kws.Cli.Commands;

/// <summary><c>kws import tensorflow</c>: a frozen graph as a model of integers.</summary>
internal static class ImportTensorFlowCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "tensorflow",
            "Writes a model of integers of a frozen TensorFlow graph (.pb) that spots keywords: batch normalisation is folded, weights and "
            + "values get 8 bits, with the scales that lose least on a calibration set. docs/use/import.md describes graphs and scales.",
            "kws import tensorflow DS_CNN_S.pb --labels labels.txt --calibration speech_commands --output ds-cnn-s.safetensors");
        Argument<string> graph = Symbols.File("graph", "Frozen graph (.pb), from the bytes of a WAV file to a softmax over the labels");
        var labels = new Option<string>("--labels")
        {
            Description = "Names of the labels, one per line, in the order of the logits",
            HelpName = "file",
            Required = true,
        };
        var calibration = new Option<string?>("--calibration")
        {
            Description = $"Folder of clips (.wav), at any depth, of all labels; at most {CalibrationClips.Most} are read. Without it "
                + "scales are chosen by synthesised noise, which costs accuracy",
            HelpName = "folder",
        };
        Option<string> output = Symbols.Output("File to write, whole or not at all");
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(graph);
        command.Options.Add(labels);
        command.Options.Add(calibration);
        command.Options.Add(output);
        command.Options.Add(threads);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output);
            Files.CheckWritable(path);
            ImmutableArray<string> names = Files.Read(parsed.GetRequiredValue(labels), LabelFile.Read);
            string file = parsed.GetRequiredValue(graph);
            FloatNetwork network = Files.Read(file, name => TensorFlowGraph.Import(name, names));
            QuantizedModel quantized = Quantize(
                QuantizerOf(network, file), parsed.GetValue(calibration), parsed.GetValue(threads) ?? -1, context);
            Files.WriteBytes(path, quantized.Model.Save);
            QuantizationTable.Write(context, quantized);
        });
        return command;
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
