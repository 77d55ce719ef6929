using System.CommandLine;
using Kws.Hardware.Replay;
using Kws.Hardware.Replay.Formats;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws replay</c>: the layers that another implementation computed, against the reference.</summary>
internal static class ReplayCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "replay",
            "Compares layers that another implementation computed with the reference, names the first value that differs, and the fault "
            + "that explains the differences.",
            "kws replay cases.txt",
            "kws replay 1.txt 2.txt 3.txt --weights weight.h",
            "kws replay dump/conv_1.npy dump/fingerprint_input.hex",
            "kws replay dump --raw-type s16be");
        Argument<string[]> input = Symbols.Inputs(
            "Recorded cases, layers as TensorFlow or numpy print them, arrays of layers (.npy, .hex, .mem, .h, .c, .json, .raw, .bin), "
            + $"and folders of these; {Files.StandardInput} is text on standard input",
            ArgumentArity.OneOrMore);
        command.Arguments.Add(input);
        Option<string?> rawType = Symbols.Choice(
            "--raw-type",
            $"Type of the numbers in .raw and .bin files: {Symbols.Names([.. NumberType.Raw])}; without it signed and little-endian, of 1, "
            + "2 or 4 bytes as the length of a file says",
            "type",
            [.. NumberType.Raw]);
        Option<int?> hexBits = Symbols.Number(
            "--hex-bits", "Bits of two's complement of hexadecimal numbers; without it those that hold every value of the layer", 2, 32);
        command.Options.Add(rawType);
        command.Options.Add(hexBits);
        var modelOptions = new ModelOptions(command, context);
        command.SetAction(parsed =>
        {
            KwsModel model = modelOptions.Load(parsed);
            var replay = new CaseReplay(model);
            var report = new ReplayReport(context, model.Network);
            var options = new ReplayOptions(
                NumberType.Raw.FirstOrDefault(type => type.Name == parsed.GetValue(rawType)).Type, parsed.GetValue(hexBits));
            foreach (ReplayedCase recorded in Read(parsed.GetRequiredValue(input), new ReplayFiles(model, options), context))
            {
                report.Add(recorded.Name, replay.Compare(recorded, context.Cancellation));
            }

            report.Finish();
        });
        return command;
    }

    private static IEnumerable<ReplayedCase> Read(string[] inputs, ReplayFiles files, CliContext context)
    {
        foreach (IReadOnlyList<string> group in files.Group(inputs.SelectMany(input => Expand(input, files))))
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

    private static string[] Expand(string input, ReplayFiles files)
    {
        if (!Directory.Exists(input))
        {
            return [input];
        }

        string[] found = Files.Read(input, folder => FolderSearch.Files(folder, recursive: true)
            .Where(files.IsInput).Order(StringComparer.Ordinal).ToArray());
        return found.Length > 0
            ? found
            : throw CliException.BadInput(
                $"{input}: there is no file of layers ({string.Join(", ", ReplayFiles.Endings)}) in this directory or below");
    }
}
