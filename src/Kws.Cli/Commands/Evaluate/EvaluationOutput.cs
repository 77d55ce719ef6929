using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using Kws.Bulk.Jobs;
using Kws.Cli.Output;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>The file of <c>kws evaluate</c>: its JSON, written when all is counted.</summary>
internal sealed class EvaluationOutput : IOutputFormat
{
    public const string FormatName = "evaluation";

    private const string Ending = ".json";

    public string Name => FormatName;

    /// <summary>The option that names it.</summary>
    public static Option<string?> Option()
    {
        var option = new Option<string?>("--output") { Description = "File for the results as JSON (.json)", HelpName = "file" };
        Symbols.RefuseDash(option);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var file] && !file.Value.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            {
                result.AddError($"--output is '{file.Value}', expected a name that ends in {Ending}");
            }
        });
        return option;
    }

    /// <summary>The content of the file.</summary>
    public static byte[] Content(ImmutableArray<string> labels, IEnumerable<SplitResult> splits) => Encoding.UTF8.GetBytes(
        $"{JsonSerializer.Serialize(EvaluationJson.Of(labels, splits), OutputJson.Default.EvaluationJson)}\n");

    /// <summary>Adds the counts of all parts, which their journals have.</summary>
    public static void Merge(IReadOnlyList<FinishedPart> parts, Stream target)
    {
        using var text = new MemoryStream();
        parts[0].Read(source => source.CopyTo(text));
        using var json = JsonDocument.Parse(text.ToArray());
        ImmutableArray<string> labels = [.. json.RootElement.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!)];
        var counts = new EvaluationCounts(labels.Length);
        foreach (FinishedPart part in parts)
        {
            part.Read(_ => { });
            counts.Add(part.Journal.Counts);
        }

        IEnumerable<Split> splits =
            Enum.GetValues<Split>().Where(split => json.RootElement.TryGetProperty(SplitResult.NameOf(split), out _));
        target.Write(Content(labels, splits.Select(counts.ResultOf)));
    }

    public byte[] Head(long count) => [];

    public void Publish(string part, string target, long firstIndex) => AtomicFile.Move(part, target);
}
