using System.CommandLine;
using Kws.Hardware.Replay;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws replay</c>: the layers that another implementation computed, against the reference.</summary>
internal static class ReplayCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "replay",
            "Compares layers that another implementation computed with the reference, and names the first value that differs.",
            "kws replay cases.txt",
            "kws replay 1.txt 2.txt 3.txt --weights weight.h",
            "kws replay results");
        Argument<string[]> input = Symbols.Inputs(
            "Recorded cases, layers as TensorFlow or numpy print them, and folders with either as .txt files; "
            + $"{Files.StandardInput} is one of the former on standard input",
            ArgumentArity.OneOrMore);
        command.Arguments.Add(input);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            var replay = new CaseReplay(model);
            var report = new ReplayReport(context, model.Network);
            foreach (ReplayedCase recorded in Read(parsed.GetRequiredValue(input), model.Network, context))
            {
                report.Add(recorded.Name, replay.Compare(recorded.Trace));
            }

            report.Finish();
        });
        return command;
    }

    private static IEnumerable<ReplayedCase> Read(string[] inputs, Network network, CliContext context)
    {
        var files = new ReplayFiles(network);
        foreach (IReadOnlyList<string> group in files.Group(inputs.SelectMany(Expand)))
        {
            bool isStandardInput = group is [Files.StandardInput];
            string name = isStandardInput ? Files.StandardInputName : group[0];
            using RereadingReader? text = isStandardInput ? Files.Read(name, _ => new RereadingReader(context.In)) : null;
            using IEnumerator<ReplayedCase> cases = (text is null ? files.Read(group) : files.Read(text, name)).GetEnumerator();
            while (Files.Read(name, _ => cases.MoveNext()))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                yield return cases.Current;
            }
        }
    }

    private static string[] Expand(string input)
    {
        if (!Directory.Exists(input))
        {
            return [input];
        }

        string[] files = Files.Read(input, folder => FolderSearch.Files(folder, recursive: true)
            .Where(file => Path.GetExtension(file).Equals(".txt", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
            .ToArray());
        return files.Length > 0 ? files : throw CliException.BadInput($"{input}: there is no .txt file in this directory or below");
    }
}
