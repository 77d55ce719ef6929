using System.Collections.Immutable;
using System.CommandLine;
using Kws.Model;
using Kws.Training.Quantize;

namespace Kws.Cli.Commands;

/// <summary><c>kws quantize</c>: a float network as a model of integers.</summary>
internal static class QuantizeCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "quantize",
            "Writes a model of integers of a float network: weights and values get 8 bits, with the scales that lose least on a "
            + "calibration set. docs/use/formats.md describes files of float networks, docs/use/import.md the scales.",
            "kws quantize float.safetensors --calibration speech_commands --output m.safetensors",
            "kws quantize DS_CNN_S.pb --labels labels.txt --calibration speech_commands --output ds-cnn-s.safetensors");
        Argument<string> network = Symbols.File("network", "Float network: safetensors, or a frozen TensorFlow graph (.pb)");
        var labels = new Option<string?>("--labels")
        {
            Description = "Names of the labels, one per line; without it those of the file, or of labels.txt beside a graph",
            HelpName = "file",
        };
        Option<string?> calibration = Quantization.Calibration();
        Option<string> output = Symbols.Output("File to write, whole or not at all");
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(network);
        command.Options.Add(labels);
        command.Options.Add(calibration);
        command.Options.Add(output);
        command.Options.Add(threads);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output);
            Files.CheckWritable(path);
            string file = parsed.GetRequiredValue(network);
            ImmutableArray<string>? names = parsed.GetValue(labels) is { } list ? Files.Read(list, LabelFile.Read) : null;
            QuantizedModel quantized = Quantization.Run(
                FloatNetworks.Load(file, names), file, parsed.GetValue(calibration), parsed.GetValue(threads) ?? -1, context);
            Files.WriteBytes(path, quantized.Model.Save);
            QuantizationTable.Write(context, quantized);
        });
        return command;
    }
}
