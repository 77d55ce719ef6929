using System.CommandLine;
using Kws.Cli.Output;
using Kws.Cli.Sound;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws collect</c>: recordings of a word, for <c>kws train --recordings</c>.</summary>
internal static class CollectCommand
{
    private const int DefaultCount = 30;
    private const int MostCount = 10_000;
    private const string DefaultFolder = "recordings";

    private static readonly FrontEnd FrontEnd = new();

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "collect",
            "Records a word many times, from a microphone or a pipe: one prompt per recording. Each is found by its loudness, cut out, "
            + "checked, and asked for again if it is no good. They are for kws train --recordings.",
            "kws collect lumos --microphone",
            "arecord -q -f S16_LE -r 16000 -c 1 -t raw - | kws collect lumos",
            "kws collect lumos --count 50 --device-command \"arecord -q -f S16_LE -r 16000 -c 1 -t raw -\"",
            "kws collect nox --output words");
        var word = new Argument<string>("word") { Description = "The word to record; the folder of the recordings gets its name" };
        word.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && RecordedWord.Problem(token.Value) is { } problem)
            {
                result.AddError($"the word is '{token.Value}', expected {problem}");
            }
            else if (result.Tokens is [{ Value: ['-', ..] } option])
            {
                result.AddError($"unknown option '{option.Value}'");
            }
        });
        Option<int?> count = Symbols.Number("--count", $"Recordings to make; without it {DefaultCount}", 1, MostCount);
        var output = new Option<string>("--output")
        {
            Description = $"Folder that has, or gets, the folder of the word; without it {DefaultFolder}",
            HelpName = "folder",
            DefaultValueFactory = _ => DefaultFolder,
        };
        command.Arguments.Add(word);
        command.Options.Add(count);
        command.Options.Add(output);
        var sound = new SoundOptions(command, context);
        command.SetAction(parsed =>
        {
            string folder = FolderOf(parsed.GetRequiredValue(output), parsed.GetRequiredValue(word));
            using SoundSource source = sound.Open(parsed, null, FrontEnd.SampleRate);
            Run(parsed.GetRequiredValue(word), folder, parsed.GetValue(count) ?? DefaultCount, source, context);
        });
        return command;
    }

    private static string FolderOf(string output, string word)
    {
        string folder = Path.Combine(output, word);
        if (((string[])[output, folder]).FirstOrDefault(File.Exists) is { } file)
        {
            throw CliException.BadInput($"{file}: this is a file, expected a folder");
        }

        return folder;
    }

    private static void Run(string word, string folder, int count, SoundSource source, CliContext context)
    {
        var session = new CollectSession(word, folder, count, FrontEnd.SampleRate, context);
        try
        {
            Record(session, count, source);
        }
        catch (OperationCanceledException)
        {
            throw CliException.Cancelled($"cancelled; {Kept(session)}");
        }
        finally
        {
            session.Clear();
        }

        new Screen(context).WriteLine(
            $"{NumberText.Count(session.Done, "recording")} in {folder}. Next: kws train --recordings {folder} "
            + $"--output {word}.safetensors");
    }

    private static void Record(CollectSession session, int count, SoundSource source)
    {
        Exception? problem = null;
        try
        {
            source.Hear(session.Begin, session.Push, warnsOfLevel: false);
        }
        catch (Exception e) when (e is CliException or KwsFormatException)
        {
            problem = e;
        }

        session.Finish();
        if (session.Done < count)
        {
            throw problem
                ?? CliException.BadInput($"{source.Name}: the sound ended before {NumberText.Count(count, "recording")}; {Kept(session)}");
        }
    }

    private static string Kept(CollectSession session) =>
        $"{NumberText.Count(session.Done, "recording")} of this run {(session.Done == 1 ? "is" : "are")} in {session.Folder}";
}
