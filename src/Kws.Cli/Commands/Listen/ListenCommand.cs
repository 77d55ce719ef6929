using System.CommandLine;
using Kws.Audio;
using Kws.Fast;
using Kws.Listen;

namespace Kws.Cli.Commands;

/// <summary><c>kws listen</c>: the keywords in sound as it comes.</summary>
internal static class ListenCommand
{
    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "listen", "Prints each keyword in a stream of sound as soon as it is heard: columns on a terminal, CSV elsewhere.",
            "arecord -q -f S16_LE -r 16000 -c 1 -t raw - | kws listen -",
            "kws listen --device-command \"arecord -q -f S16_LE -r 16000 -c 1 -t raw -\"",
            "kws listen recording.wav --threshold 0.9",
            "kws listen recording.wav --keywords cat,happy --threshold 0.9 --threshold cat=0.8 --json");
        Argument<string> input = Symbols.File(
            "input",
            $"A WAV file, or {Files.StandardInput} for standard input as raw samples: mono, 16 bits, little-endian, at the rate that the "
                + "model was trained with (16 kHz)");
        input.Arity = ArgumentArity.ZeroOrOne;
        command.Arguments.Add(input);
        Option<string?> device = DeviceCommand.Option();
        var json = new Option<bool>("--json") { Description = "Print JSON Lines" };
        command.Options.Add(device);
        var rule = new DetectionOptions(command);
        command.Options.Add(json);
        Option<string?> kernel = Symbols.Kernel();
        var modelOptions = new ModelOptions(command, context, hasSound: true, isLive: true);
        command.Options.Add(kernel);
        command.SetAction(parsed =>
        {
            string? deviceCommand = parsed.GetValue(device);
            string? path = parsed.GetValue(input);
            CheckInput(path, deviceCommand, context);
            KwsClassifier classifier = Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel));
            var lines = new DetectionLines(context, classifier.Model.Labels);
            (Action begin, Action<KeywordDetection> write) = parsed.GetValue(json)
                ? (() => { }, detection => KeywordJson.Write(context.Out, detection))
                : ((Action)lines.WriteHeader, (Action<KeywordDetection>)lines.Write);
            KeywordStream stream = CreateStream(classifier, write, rule.Read(parsed, classifier.Model.Labels));
            try
            {
                Hear(path, deviceCommand, begin, stream, classifier.Model.FrontEnd.SampleRate, context);
            }
            catch (OverflowException e)
            {
                // Possible with several blocks or enormous biases only.
                throw CliException.BadInput($"sample {stream.Position}: {e.Message}");
            }
        });
        return command;
    }

    private static void CheckInput(string? path, string? deviceCommand, CliContext context)
    {
        if (path is not null && deviceCommand is not null)
        {
            throw CliException.WrongUsage($"'{path}' and --device-command are two inputs, expected one");
        }

        if (context.InIsTerminal && deviceCommand is null && path is null or Files.StandardInput)
        {
            throw CliException.WrongUsage("standard input is a terminal, expected sound from a pipe; see kws listen --help");
        }
    }

    private static KeywordStream CreateStream(
        KwsClassifier classifier, Action<KeywordDetection> detected, KeywordStreamOptions options)
    {
        try
        {
            return new KeywordStream(classifier, detected, options);
        }
        catch (ArgumentException e)
        {
            throw CliException.BadInput(Failures.MessageOf(e));
        }
    }

    private static void Hear(
        string? path, string? deviceCommand, Action begin, KeywordStream stream, int sampleRate, CliContext context)
    {
        if (deviceCommand is not null)
        {
            using var device = new DeviceCommand(deviceCommand, context.Cancellation);
            long bytes = RawSound.Push(device.Output, device.Name, begin, Push, context.Cancellation);

            // Why the command failed says more than what is wrong with its output.
            device.CheckExitCode();
            RawSound.CheckLength(bytes, device.Name);
        }
        else if (path is null or Files.StandardInput)
        {
            long bytes = RawSound.Push(context.InBytes, Files.StandardInputName, begin, Push, context.Cancellation);
            RawSound.CheckLength(bytes, Files.StandardInputName);
        }
        else
        {
            short[] samples = Files.Read(path, file => WavFile.Read(file, sampleRate));
            begin();
            stream.Push(samples);
        }

        bool Push(ReadOnlySpan<short> samples)
        {
            stream.Push(samples);
            return true;
        }
    }
}
