using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Kws.Bulk;
using Kws.Bulk.Parquet;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>The files that <c>kws classify</c> writes.</summary>
internal sealed class ResultOutputs
{
    private readonly Option<string?> _output = new("--output")
    {
        Description = "File for the results instead of standard output: .csv (or no ending), .jsonl (one JSON object per line), .npy (the "
            + "labels) or .parquet",
        HelpName = "file",
    };

    private readonly Option<string?> _logits = new("--logits") { Description = "NumPy file for the logits (.npy)", HelpName = "file" };

    public ResultOutputs(Command command)
    {
        Symbols.RefuseDash(_output);
        Symbols.RefuseDash(_logits);
        RequireEnding(
            _output, ["", ".csv", ".jsonl", ".npy", ".parquet"],
            "a name that ends in .csv, .jsonl, .npy or .parquet, or without an ending (CSV)");
        RequireEnding(_logits, [".npy"], "a name that ends in .npy");
        command.Options.Add(_output);
        command.Options.Add(_logits);
    }

    /// <summary>True if the results go to files and not to standard output.</summary>
    public bool AreFiles(SymbolResult parsed) => parsed.GetValue(_output) is not null || parsed.GetValue(_logits) is not null;

    /// <summary>The files by their full paths.</summary>
    public IReadOnlyCollection<string> Paths(ParseResult parsed) =>
        [.. new[] { parsed.GetValue(_output), parsed.GetValue(_logits) }.OfType<string>().Where(path => path.Length > 0).Select(
            Path.GetFullPath)];

    /// <summary>Writes the results as text into the output if it is a pipe or a device. False if it is none, or gets no text.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="labels">The names of the labels.</param>
    /// <param name="write">Writes them.</param>
    public bool TryWriteStraight(ParseResult parsed, ImmutableArray<string> labels, Action<ILogitsWriter> write)
    {
        if (parsed.GetValue(_output) is not { } output || parsed.GetValue(_logits) is not null || Ending(output) is ".npy" or ".parquet")
        {
            return false;
        }

        return Files.Read(output, path => AtomicFile.TryWriteStraight(AtomicFile.Target(path), stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n", AutoFlush = true };
            write(new LogitsText(writer, FormatOf(path, labels)));
        }));
    }

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

    /// <summary>CSV with columns of different names.</summary>
    public static ResultFormat Csv(ImmutableArray<string> labels) => Checked(() => ResultFormat.Csv(labels));

    /// <summary>A file holds what its name says: one with another ending is not written.</summary>
    private static void RequireEnding(Option<string?> option, string[] endings, string expected) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var file] && !endings.Contains(Ending(file.Value)))
        {
            result.AddError($"{option.Name} is '{file.Value}', expected {expected}");
        }
    });

    private static string Ending(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static ResultFormat FormatOf(string path, ImmutableArray<string> labels) => Ending(path) switch
    {
        ".npy" => ResultFormat.NpyLabels(labels),
        ".jsonl" => ResultFormat.JsonLines(labels),
        ".parquet" => Checked(() => ParquetResults.Format(labels)),
        _ => Csv(labels),
    };

    private static ResultFormat Checked(Func<ResultFormat> format)
    {
        try
        {
            return format();
        }
        catch (ArgumentException e)
        {
            throw CliException.BadInput(Failures.MessageOf(e));
        }
    }
}
