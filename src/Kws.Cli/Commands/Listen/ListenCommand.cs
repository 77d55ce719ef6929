using System.CommandLine;
using Kws.Cli.Sound;
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
            "kws listen --microphone",
            "arecord -q -f S16_LE -r 48000 -c 2 -t raw - | kws listen - --rate 48000 --channels 2",
            "kws listen --device-command \"arecord -q -f S16_LE -r 16000 -c 1 -t raw -\"",
            "kws listen recording.wav --threshold 0.9",
            "kws listen recording.wav --keywords cat,happy --threshold 0.9 --threshold cat=0.8 --json");
        Argument<string> input = Symbols.File(
            "input",
            $"A file, or {Files.StandardInput} for standard input: a WAV file of any kind, or raw samples, of 16 bits, mono, at the rate "
                + "of the model (16 kHz) if no option says otherwise");
        input.Arity = ArgumentArity.ZeroOrOne;
        command.Arguments.Add(input);
        var sound = new SoundOptions(command, context);
        var json = new Option<bool>("--json") { Description = "Print JSON Lines" };
        var rule = new DetectionOptions(command);
        command.Options.Add(json);
        Option<string?> kernel = Symbols.Kernel();
        var modelOptions = new ModelOptions(command, context, hasSound: true, isLive: true);
        command.Options.Add(kernel);
        command.SetAction(parsed =>
        {
            KwsClassifier classifier = Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel));
            var lines = new DetectionLines(context, classifier.Model.Labels);
            (Action begin, Action<KeywordDetection> write) = parsed.GetValue(json)
                ? (() => { }, detection => KeywordJson.Write(context.Out, detection))
                : ((Action)lines.WriteHeader, (Action<KeywordDetection>)lines.Write);
            KeywordStream stream = CreateStream(classifier, write, rule.Read(parsed, classifier.Model.Labels));
            try
            {
                using SoundSource source = sound.Open(parsed, parsed.GetValue(input), classifier.Model.FrontEnd.SampleRate);
                source.Hear(begin, Push);
            }
            catch (OverflowException e)
            {
                // Possible with several blocks or enormous biases only.
                throw CliException.BadInput($"sample {stream.Position}: {e.Message}");
            }

            bool Push(ReadOnlySpan<short> samples)
            {
                stream.Push(samples);
                return true;
            }
        });
        return command;
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
}
