using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Kws.Bulk;
using Kws.Bulk.Parquet;

namespace Kws.Cli;

/// <summary>The files that <c>kws classify</c> writes.</summary>
internal sealed class ResultOutputs
{
    private readonly Option<string?> _output = new("--output")
    {
        Description = "File for the results instead of standard output: .csv, .jsonl (a JSON object a line), .npy (the labels) or .parquet, anything else is CSV",
        HelpName = "file",
    };

    private readonly Option<string?> _logits = new("--logits") { Description = "NumPy file for the logits (.npy)", HelpName = "file" };

    public ResultOutputs(Command command)
    {
        Symbols.RefuseDash(_output);
        Symbols.RefuseDash(_logits);
        command.Options.Add(_output);
        command.Options.Add(_logits);
    }

    /// <summary>Whether the results go to files and not to standard output.</summary>
    public bool AreFiles(SymbolResult parsed) => parsed.GetValue(_output) is not null || parsed.GetValue(_logits) is not null;

    public IReadOnlyList<BulkOutput> Of(ParseResult parsed, ImmutableArray<string> labels)
    {
        var outputs = new List<BulkOutput>();
        if (parsed.GetValue(_output) is { } output)
        {
            outputs.Add(new(output, FormatOf(output, labels)));
        }

        if (parsed.GetValue(_logits) is { } logits)
        {
            outputs.Add(new(logits, ResultFormat.NpyLogits(labels)));
        }

        return outputs;
    }

    private static ResultFormat FormatOf(string path, ImmutableArray<string> labels) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".npy" => ResultFormat.NpyLabels(labels),
        ".jsonl" => ResultFormat.JsonLines(labels),
        ".parquet" => Parquet(labels),
        _ => ResultFormat.Csv(labels),
    };

    private static ResultFormat Parquet(ImmutableArray<string> labels)
    {
        try
        {
            return ParquetResults.Format(labels);
        }
        catch (ArgumentException e)
        {
            throw CliException.BadInput(Failures.MessageOf(e));
        }
    }
}
