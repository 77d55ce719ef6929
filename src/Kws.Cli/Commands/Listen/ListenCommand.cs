using System.Collections.Immutable;
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
            "kws listen --microphone --exec \"notify-send {word} 'at {time} s'\" --save heard",
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
        Option<string?> exec = DetectionProgram.Option();
        Option<string?> save = DetectionClips.Option();
        command.Options.Add(exec);
        command.Options.Add(save);
        command.Options.Add(json);
        Option<string?> kernel = Symbols.Kernel();
        var modelOptions = new ModelOptions(command, context, hasSound: true, isLive: true);
        command.Options.Add(kernel);
        command.SetAction(parsed =>
        {
            KwsClassifier classifier = Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel));
            (ImmutableArray<string> labels, int sampleRate) = (classifier.Model.Labels, classifier.Model.FrontEnd.SampleRate);
            var lines = new DetectionLines(context, labels);
            var view = new LiveView(labels, context);
            DetectionProgram? program = parsed.GetValue(exec) is { } line ? DetectionProgram.Of(line, context) : null;
            DetectionClips? clips = parsed.GetValue(save) is { } folder ? DetectionClips.Of(folder, sampleRate, context) : null;
            (Action begin, Action<KeywordDetection> write) = parsed.GetValue(json)
                ? (() => { }, detection => KeywordJson.Write(context.Out, detection))
                : ((Action)lines.WriteHeader, (Action<KeywordDetection>)lines.Write);
            KeywordStream stream = CreateStream(classifier, Detected, view.Show, rule.Read(parsed, labels));
            try
            {
                using SoundSource source = sound.Open(parsed, parsed.GetValue(input), sampleRate);
                source.Hear(begin, Push);
            }
            catch (OverflowException e)
            {
                // Possible with several blocks or enormous biases only.
                throw CliException.BadInput($"sample {stream.Position}: {e.Message}");
            }
            finally
            {
                view.Clear();
                clips?.Finish();
            }

            program?.Finish();

            void Detected(KeywordDetection detection)
            {
                view.Clear();
                write(detection);
                clips?.Add(detection);
                program?.Start(detection);
            }

            bool Push(ReadOnlySpan<short> samples)
            {
                view.Push(samples);
                stream.Push(samples);
                clips?.Push(samples);
                return true;
            }
        });
        return command;
    }

    private static KeywordStream CreateStream(
        KwsClassifier classifier, Action<KeywordDetection> detected, KeywordHopHandler heard, KeywordStreamOptions options)
    {
        try
        {
            return new KeywordStream(classifier, detected, options) { Heard = heard };
        }
        catch (ArgumentException e)
        {
            throw CliException.BadInput(Failures.MessageOf(e));
        }
    }
}
