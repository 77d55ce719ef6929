using System.Collections.Immutable;
using System.CommandLine;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Import.TensorFlow;
using Kws.Training.Quantize;

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
            "kws import tensorflow DS_CNN_S.pb --labels labels.txt --calibration speech_commands --output ds-cnn-s.safetensors",
            "kws import tensorflow DS_CNN_S.pb --labels labels.txt --float --output ds-cnn-s-float.safetensors");
        Argument<string> graph = Symbols.File("graph", "Frozen graph (.pb), from the bytes of a WAV file to a softmax over the labels");
        var labels = new Option<string>("--labels")
        {
            Description = "Names of the labels, one per line, in the order of the logits",
            HelpName = "file",
            Required = true,
        };
        Option<string?> calibration = Quantization.Calibration();
        var isFloat = new Option<bool>("--float")
        {
            Description = "Write the network in floating point, as it is: kws quantize makes integers of it",
        };
        Option<string> output = Symbols.Output("File to write, whole or not at all");
        Option<int?> threads = Symbols.Threads();
        command.Arguments.Add(graph);
        command.Options.Add(labels);
        command.Options.Add(calibration);
        command.Options.Add(isFloat);
        command.Options.Add(output);
        command.Options.Add(threads);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output);
            Files.CheckWritable(path);
            ImmutableArray<string> names = Files.Read(parsed.GetRequiredValue(labels), LabelFile.Read);
            string file = parsed.GetRequiredValue(graph);
            if (parsed.GetValue(isFloat))
            {
                if (((Option[])[calibration, threads]).FirstOrDefault(option => parsed.GetResult(option) is not null) is { } other)
                {
                    throw CliException.WrongUsage($"{other.Name}: --float chooses no scales");
                }

                Files.WriteBytes(path, Import().Save);
                return;
            }

            QuantizedModel quantized = Quantization.Run(
                Import(), file, parsed.GetValue(calibration), parsed.GetValue(threads) ?? -1, context);
            Files.WriteBytes(path, quantized.Model.Save);
            QuantizationTable.Write(context, quantized);

            FloatNetwork Import() => Files.Read(file, name => TensorFlowGraph.Import(name, names));
        });
        return command;
    }
}
