using System.CommandLine;
using Kws.Bulk;
using Kws.Cli.Output;
using Kws.Model;
using Kws.Reference;

namespace Kws.Cli.Commands;

/// <summary><c>kws trace</c>: every integer between the fingerprint and the label, computed by the reference.</summary>
internal static class TraceCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "trace", "Prints the integers of every layer for one fingerprint, as the reference computes them.",
            "kws trace samples/recorded.txt",
            "kws trace samples/recorded.txt --index 499 --layer conv_1",
            "kws trace fingerprints.txt --weights weight.h > trace.txt");
        Argument<string> input = Symbols.OneInput();
        command.Arguments.Add(input);
        Option<int?> index = Symbols.Number("--index", "Which fingerprint of the file, counted from 0; without it the first", 0);
        var layer = new Option<string?>("--layer") { Description = "Only this layer, for instance conv_1", HelpName = "name" };
        command.Options.Add(index);
        command.Options.Add(layer);
        Option<string?> skipBad = BadItems.Option("fingerprints");
        command.Options.Add(skipBad);
        var modelOptions = new ModelOptions(command, context, hasSound: true);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            string? layerName = parsed.GetValue(layer);
            Traces.CheckLayer(model.Network, layerName);
            string path = parsed.GetRequiredValue(input);
            int wanted = parsed.GetValue(index) ?? 0;
            IReadOnlyList<BulkInput> inputs = new FingerprintInputs(model.FrontEnd, context).Find([path]);
            var bad = new BadItems(parsed.GetValue(skipBad));
            Fingerprint fingerprint = bad.Run(() => Traces.ReadOne(inputs, path, wanted, model.Network, bad, context));
            Write(new Screen(context), model, layerName, fingerprint, $"{path}, fingerprint {wanted}");
            bad.Tell(1, "fingerprints", context);
        });
        return command;
    }

    private static void Write(Screen screen, KwsModel model, string? layerName, Fingerprint fingerprint, string name)
    {
        InferenceTrace trace = Traces.Compute(new ReferenceClassifier(model), fingerprint, name);
        screen.WriteLine($"# {Traces.WithLine(name, fingerprint)}");
        if (fingerprint.Label is not null || fingerprint.Source is not null)
        {
            screen.WriteLine($"# expected label {fingerprint.Label ?? "unknown"}, source {fingerprint.Source ?? "unknown"}");
        }

        screen.WriteLine(
            DsCnn.ModelSizeInfo(model.Network) is { } modelSizeInfo ? $"# model_size_info {modelSizeInfo}" : $"# network {model.Network}");
        foreach (LayerValues layer in trace.Layers.Where(layer => layerName is null || layer.Name == layerName))
        {
            screen.WriteLine();
            TensorText.Write(screen, layer);
        }

        if (layerName is null)
        {
            int label = Logits.Label(trace.Logits.AsSpan());
            screen.WriteLine();
            screen.WriteLine($"label {label} {model.Labels[label]}");
        }
    }
}
