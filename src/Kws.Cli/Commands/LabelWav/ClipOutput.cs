using System.CommandLine;
using System.Text;
using Kws.Bulk.Jobs;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>The file of <c>kws label-wav</c>: what standard output would have, as CSV or JSON Lines.</summary>
/// <param name="path">The file, whose ending says which.</param>
/// <param name="withTime">Whether the second's beginning is written.</param>
internal sealed class ClipOutput(string path, bool withTime) : IOutputFormat
{
    private const string JsonLinesEnding = ".jsonl";

    private static readonly string[] Endings = ["", ".csv", JsonLinesEnding];

    public string Name => IsJson ? ClipJsonLines.FormatName : ClipCsv.FormatName;

    private bool IsJson => EndingOf(path) == JsonLinesEnding;

    /// <summary>The option that names it.</summary>
    public static Option<string?> Option()
    {
        var option = new Option<string?>("--output")
        {
            Description = "File for the results instead of standard output: .csv (or no ending) or .jsonl (one JSON object per line)",
            HelpName = "file",
        };
        Symbols.RefuseDash(option);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var file] && !Endings.Contains(EndingOf(file.Value)))
            {
                result.AddError($"--output is '{file.Value}', expected a name that ends in .csv or .jsonl, or without an ending (CSV)");
            }
        });
        return option;
    }

    public byte[] Head(long count) => IsJson ? [] : Encoding.UTF8.GetBytes(ClipCsv.Head(withTime));

    public void Publish(string part, string target, long firstIndex) => AtomicFile.Move(part, target);

    /// <summary>Writes clips as the file has them, behind its head.</summary>
    public IClipWriter Writer(TextWriter text) =>
        IsJson ? new ClipJsonLines(text, withTime) : new ClipCsv(text, withTime, hasHead: true);

    private static string EndingOf(string path) => Path.GetExtension(path).ToLowerInvariant();
}
