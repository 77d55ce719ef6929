using System.CommandLine;
using Kws.Bulk;
using Kws.Model;
using Kws.Reference;

namespace Kws.Cli.Commands;

/// <summary><c>kws record</c>: the layers of fingerprints as recorded cases, for <c>kws replay</c> and other implementations.</summary>
internal static class RecordCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "record", "Writes the integers of every layer, as the reference computes them, as recorded cases.",
            "kws record samples/recorded.txt --output cases.txt",
            "kws record samples/recorded.txt --output pool.txt --index 499 --layer max_pool");
        Argument<string> input = Symbols.OneInput();
        command.Arguments.Add(input);
        Option<string> output = Symbols.Output("File to write, whole or not at all");
        Option<int?> index = Symbols.Number("--index", "Only this fingerprint of the file, counted from 0", 0);
        var layer = new Option<string?>("--layer") { Description = "Only this layer, and the fingerprint", HelpName = "name" };
        command.Options.Add(output);
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
            IReadOnlyList<BulkInput> inputs = new FingerprintInputs(model.FrontEnd, context).Find([path]);
            var bad = new BadItems(parsed.GetValue(skipBad));
            var reference = new ReferenceClassifier(model);
            int count = 0;
            RecordedCase Recorded((int Index, Fingerprint Fingerprint) item)
            {
                count++;
                return Record(reference, model, layerName, item, path);
            }

            bad.Run(() =>
            {
                IEnumerable<(int Index, Fingerprint Fingerprint)> fingerprints = parsed.GetValue(index) is { } only
                    ? [(only, Traces.ReadOne(inputs, path, only, model.Network, bad, context))]
                    : Traces.ReadAll(inputs, path, model.Network, bad, context).Index();
                Files.Write(
                    parsed.GetRequiredValue(output), writer => RecordedCaseFile.Write(writer, fingerprints.Select(Recorded)));
                return count;
            });
            bad.Tell(count, "fingerprints", context);
        });
        return command;
    }

    private static RecordedCase Record(
        ReferenceClassifier reference, KwsModel model, string? layer, (int Index, Fingerprint Fingerprint) item, string path)
    {
        string name = Traces.WithLine($"fingerprint {item.Index}", item.Fingerprint);
        InferenceTrace trace = Traces.Compute(reference, item.Fingerprint, $"{path}, {name}");
        return new RecordedCase(
            name,
            model.Network,
            layer is null
                ? trace
                : new InferenceTrace(trace.Layers.Where(values => values.Name == layer || values.Name == InferenceTrace.InputName)));
    }
}
