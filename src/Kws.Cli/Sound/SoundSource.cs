using Kws.Audio;
using Kws.Model;

namespace Kws.Cli.Sound;

/// <summary>Sound that a command hears: of a file, of standard input, of a program or of a microphone.</summary>
internal sealed class SoundSource : IDisposable
{
    private const int Samples = 4096;

    private readonly CliContext _context;
    private readonly SoundReader _reader;
    private readonly DeviceCommand? _device;
    private readonly IDisposable? _microphone;
    private readonly SoundWarnings _warnings;

    private SoundSource(
        string name, SoundReader reader, int sampleRate, CliContext context, DeviceCommand? device = null, IDisposable? microphone = null)
    {
        (Name, _reader, _context, _device, _microphone) = (name, reader, context, device, microphone);
        _warnings = new SoundWarnings(sampleRate, warning => Tell(name, warning, context));
    }

    /// <summary>The name of the source in messages.</summary>
    public string Name { get; }

    /// <summary>True for a WAV file.</summary>
    public bool IsWav => _reader.IsWav;

    /// <summary>A file by its name.</summary>
    public static SoundSource OfFile(string path, RawSoundFormat? raw, int? channel, int sampleRate, CliContext context) => new(
        path, Files.Read(path, file => SoundReader.OpenFile(file, sampleRate, raw, channel)), sampleRate, context);

    /// <summary>Standard input.</summary>
    public static SoundSource OfStandardInput(RawSoundFormat raw, int? channel, int sampleRate, CliContext context) => new(
        Files.StandardInputName, Open(context.InBytes, Files.StandardInputName, raw, channel, sampleRate, context), sampleRate, context);

    /// <summary>The output of a command line.</summary>
    public static SoundSource OfCommand(string command, RawSoundFormat raw, int? channel, int sampleRate, CliContext context)
    {
        var device = new DeviceCommand(command, context.Cancellation);
        try
        {
            return new(
                device.Name, Open(device.Output, device.Name, raw, channel, sampleRate, context), sampleRate, context, device: device);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    /// <summary>A microphone.</summary>
    /// <param name="name">Its name; null for the default one.</param>
    /// <param name="raw">The rate and the channels that are asked of it.</param>
    /// <param name="channel">The channel that is heard; null for the mean.</param>
    /// <param name="sampleRate">The rate of the model in Hz.</param>
    /// <param name="context">The streams of the command.</param>
    public static SoundSource OfMicrophone(string? name, RawSoundFormat raw, int? channel, int sampleRate, CliContext context)
    {
        var microphone = Microphone.Open(name, raw.SampleRate, raw.Channels, warning => Failures.Tell(warning, context));
        try
        {
            var stream = new CancellableStream(microphone, context.Cancellation);
            var reader = SoundReader.Open(stream, microphone.Name, sampleRate, raw, channel);
            return new(microphone.Name, reader, sampleRate, context, microphone: microphone);
        }
        catch
        {
            microphone.Dispose();
            throw;
        }
    }

    /// <summary>Hands the sound over as it comes, to its end or until no more is wanted.</summary>
    /// <param name="begin">Called when the first samples have come.</param>
    /// <param name="push">Receives samples at the rate of the model, and says whether more are wanted.</param>
    /// <param name="warnsOfLevel">False for a caller that judges the level itself.</param>
    /// <exception cref="CliException">The sound cannot be read, there is none, or its program failed.</exception>
    public void Hear(Action begin, Func<ReadOnlySpan<short>, bool> push, bool warnsOfLevel = true)
    {
        try
        {
            if (!HearAll(begin, push, warnsOfLevel))
            {
                return;
            }
        }
        catch (Exception e) when (_device is not null && e is KwsFormatException or CliException)
        {
            // Why the command failed says more than what is wrong with its output.
            _device!.CheckExitCode();
            throw;
        }

        _device?.CheckExitCode();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _device?.Dispose();
        _microphone?.Dispose();
    }

    /// <summary>True if the sound has ended; false if no more was wanted.</summary>
    private bool HearAll(Action begin, Func<ReadOnlySpan<short>, bool> push, bool warnsOfLevel)
    {
        var samples = new short[Samples];
        bool hasBegun = false;
        Func<string, int> read = _ => _reader.Read(samples);
        int count;
        while ((count = Files.Read(Name, read)) > 0)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            if (!hasBegun)
            {
                begin();
                hasBegun = true;
            }

            if (warnsOfLevel)
            {
                _warnings.Add(samples.AsSpan(0, count));
            }

            if (!push(samples.AsSpan(0, count)))
            {
                return false;
            }
        }

        return hasBegun ? true : throw CliException.BadInput($"{Name}: there is no sound");
    }

    private static SoundReader Open(Stream stream, string name, RawSoundFormat raw, int? channel, int sampleRate, CliContext context)
    {
        var format = new RawFormatCheck(raw, warning => Tell(name, warning, context));
        var arrival = new ArrivalCheck(raw, context.Time, warning => Tell(name, warning, context));
        var watched = new WatchedStream(stream, bytes =>
        {
            format.Add(bytes);
            arrival.Add(bytes.Length);
        });
        SoundReader reader = Files.Read(name, _ => SoundReader.Open(watched, name, sampleRate, raw, channel));
        if (reader.IsWav)
        {
            watched.Stop();
        }

        return reader;
    }

    private static void Tell(string name, string warning, CliContext context) => Failures.Tell($"{name}: {warning}", context);
}
