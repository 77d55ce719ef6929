using System.CommandLine;
using System.Globalization;
using Kws.Audio;

namespace Kws.Cli.Sound;

/// <summary>The options that say where live sound comes from, and what samples without a header are.</summary>
internal sealed class SoundOptions
{
    private const string Mix = "mix";
    private const int MixedChannels = -1;

    private static readonly (string Name, SampleEncoding Encoding)[] Encodings =
    [
        ("s16", SampleEncoding.Pcm16), ("s24", SampleEncoding.Pcm24), ("s32", SampleEncoding.Pcm32), ("f32", SampleEncoding.IeeeFloat),
    ];

    private readonly CliContext _context;
    private readonly string _command;
    private readonly Option<int?> _rate = Symbols.Number(
        "--rate", "Sample rate of raw samples in Hz; without it that of the model (16,000)", WavFile.LowestSampleRate,
        WavFile.HighestSampleRate);

    private readonly Option<int?> _channels =
        Symbols.Number("--channels", "Channels of raw samples; without it 1", 1, RawSoundFormat.MaxChannels);

    private readonly Option<SampleEncoding?> _format = new("--format")
    {
        Description = "Raw samples: s16, s24 (three bytes), s32 or f32, little-endian; without it s16",
        HelpName = "format",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (Encodings.Any(encoding => encoding.Name == text))
            {
                return Encodings.First(encoding => encoding.Name == text).Encoding;
            }

            result.AddError($"--format is '{text}', expected {string.Join(", ", Encodings[..^1].Select(e => e.Name))} or "
                + Encodings[^1].Name);
            return null;
        },
    };

    private readonly Option<int> _channel = new("--channel")
    {
        Description = $"The channel that is heard, counted from 0, or {Mix} for the mean of all; without it {Mix}",
        HelpName = "number",
        DefaultValueFactory = _ => MixedChannels,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (text == Mix)
            {
                return MixedChannels;
            }

            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int channel))
            {
                return channel;
            }

            result.AddError($"--channel is '{text}', expected a number from 0, or {Mix}");
            return MixedChannels;
        },
    };

    private readonly Option<string?> _device = DeviceCommand.Option();
    private readonly Option<string?> _microphone = new("--microphone")
    {
        Description = "Listen to a microphone, one that kws microphones lists; without a name the system's default (Linux)",
        HelpName = "name",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <param name="command">Receives the options.</param>
    /// <param name="context">The streams of the command.</param>
    public SoundOptions(KwsCommand command, CliContext context)
    {
        (_context, _command) = (context, command.Name);
        foreach (Option option in (Option[])[_microphone, _device, _rate, _channels, _format, _channel])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Opens the one source that is named; standard input if none is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="path">The input by name; null if none is named.</param>
    /// <param name="sampleRate">The rate of the model in Hz.</param>
    public SoundSource Open(ParseResult parsed, string? path, int sampleRate)
    {
        string? deviceCommand = parsed.GetValue(_device);
        bool hasMicrophone = parsed.GetResult(_microphone) is not null;
        string[] sources =
        [
            .. path is null ? (string[])[] : [$"'{path}'"],
            .. deviceCommand is null ? (string[])[] : [_device.Name],
            .. hasMicrophone ? [_microphone.Name] : (string[])[],
        ];
        if (sources.Length > 1)
        {
            throw CliException.WrongUsage($"{string.Join(" and ", sources)} are {sources.Length} inputs, expected one");
        }

        if (_context.InIsTerminal && (path == Files.StandardInput || sources.Length == 0))
        {
            throw CliException.WrongUsage(
                $"standard input is a terminal, expected sound from a pipe, or --microphone; see kws {_command} --help");
        }

        var raw = new RawSoundFormat(
            parsed.GetValue(_format) ?? SampleEncoding.Pcm16, parsed.GetValue(_rate) ?? sampleRate, parsed.GetValue(_channels) ?? 1);
        int? channel = parsed.GetValue(_channel) is >= 0 and int number ? number : null;
        Option? rawOption = ((Option[])[_rate, _channels, _format]).FirstOrDefault(option => parsed.GetResult(option) is not null);
        if (hasMicrophone)
        {
            return SoundSource.OfMicrophone(
                parsed.GetValue(_microphone), raw with { Encoding = SampleEncoding.Pcm16 }, channel, sampleRate, _context);
        }

        SoundSource source = deviceCommand is not null ? SoundSource.OfCommand(deviceCommand, raw, channel, sampleRate, _context)
            : path is null or Files.StandardInput ? SoundSource.OfStandardInput(raw, channel, sampleRate, _context)
            : SoundSource.OfFile(path, rawOption is null ? null : raw, channel, sampleRate, _context);
        if (source.IsWav && rawOption is not null)
        {
            source.Dispose();
            throw CliException.WrongUsage($"{source.Name}: this is a WAV file, which has its own format, expected no {rawOption.Name}");
        }

        return source;
    }

    /// <summary>The options of a format, for advice.</summary>
    public static string Text(RawSoundFormat format, bool hasEncoding)
    {
        string encoding = hasEncoding ? $"--format {Encodings.First(e => e.Encoding == format.Encoding).Name} " : "";
        return FormattableString.Invariant($"{encoding}--rate {format.SampleRate} --channels {format.Channels}");
    }
}
