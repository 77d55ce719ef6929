using Kws.Audio.Resampling;
using Kws.Audio.Wav;
using Kws.Model;

namespace Kws.Audio;

/// <summary>Sound that is read as it comes, of a WAV file or without a header: one channel of 16 bits at the rate that is wanted.</summary>
/// <remarks>
/// The samples are those that <see cref="WavFile"/> gives for the same sound. Any length needs the same memory. One instance is for one
/// thread at a time.
/// </remarks>
public sealed class SoundReader : IDisposable
{
    private readonly ByteSource _source;
    private readonly WavSamples _samples;
    private readonly Resampler? _resampler;
    private readonly FileStream? _file;
    private readonly FileStamp? _stamp;
    private readonly string _name;

    private SoundReader(Stream stream, string name, int sampleRate, RawSoundFormat? raw, int? channel, FileStream? file = null)
    {
        (_source, _name, _file, _stamp) = (new ByteSource(stream), name, file, file is null ? null : FileStamp.Of(file));
        try
        {
            SoundHeader header = SoundHeader.Read(_source, name, raw);
            WavFormat format = header.Data.Format;
            if (channel >= format.Channels)
            {
                throw new KwsFormatException(name, 0, $"there is no channel {channel}, counted from 0: the sound has {format.Channels}");
            }

            (IsWav, SampleRate, Channels) = (header.IsWav, format.SampleRate, format.Channels);
            _samples = new WavSamples(_source, header.Data with { Format = format with { Channel = channel } }, name);
            _resampler = format.SampleRate == sampleRate ? null : new Resampler(format.SampleRate, sampleRate);
        }
        catch
        {
            _source.Dispose();
            throw;
        }
    }

    /// <summary>True if the sound has the header of a WAV file.</summary>
    public bool IsWav { get; }

    /// <summary>The rate of the sound itself, in Hz.</summary>
    public int SampleRate { get; }

    /// <summary>The channels of the sound itself.</summary>
    public int Channels { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; its name may end in anything.</param>
    /// <param name="sampleRate">The rate wanted, in Hz.</param>
    /// <param name="raw">The format of sound without a header; null if the file must be a WAV file.</param>
    /// <param name="channel">The channel that is heard, counted from 0; null for the mean of all.</param>
    /// <exception cref="KwsFormatException">
    /// The file is a directory, of a known format other than WAV, damaged, of a format that is not read, or has no such channel.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate, the number of channels, or the channel is out of range.</exception>
    public static SoundReader OpenFile(string path, int sampleRate, RawSoundFormat? raw = null, int? channel = null)
    {
        Check(sampleRate, raw, channel);
        FileStream file = WavFile.Open(path);
        try
        {
            return new SoundReader(file, path, sampleRate, raw, channel, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a stream. The first bytes are waited for.</summary>
    /// <param name="stream">The sound from where the stream stands. It is read in blocks, maybe beyond the sound, and not closed.</param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <param name="sampleRate">The rate wanted, in Hz.</param>
    /// <param name="raw">The format of sound without a header; null if the stream must hold a WAV file.</param>
    /// <param name="channel">The channel that is heard, counted from 0; null for the mean of all.</param>
    /// <exception cref="KwsFormatException">
    /// The stream is of a known format other than WAV, damaged, of a format that is not read, or has no such channel.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate, the number of channels, or the channel is out of range.</exception>
    public static SoundReader Open(Stream stream, string name, int sampleRate, RawSoundFormat? raw = null, int? channel = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        Check(sampleRate, raw, channel);
        return new SoundReader(stream, name, sampleRate, raw, channel);
    }

    /// <summary>Reads samples as they come, and waits for the first of them.</summary>
    /// <param name="samples">Receives samples in [-32768, 32767].</param>
    /// <returns>Their number, 1 or more; 0 at the end.</returns>
    /// <exception cref="KwsFormatException">The sound is cut off, ends within a sample, or the file was changed meanwhile.</exception>
    /// <exception cref="IOException">The sound cannot be read.</exception>
    public int Read(Span<short> samples)
    {
        int count = _resampler is null ? _samples.ReadSome(samples) : ReadResampled(_resampler, samples);
        if (count == 0 && !samples.IsEmpty && _file is not null)
        {
            _stamp?.Check(_file.SafeFileHandle, _name);
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _file?.Dispose();
    }

    private static void Check(int sampleRate, RawSoundFormat? raw, int? channel)
    {
        WavFile.CheckSampleRate(sampleRate);
        if (raw is not null)
        {
            WavFile.CheckSampleRate(raw.SampleRate, nameof(raw));
            ArgumentOutOfRangeException.ThrowIfLessThan(raw.Channels, 1, nameof(raw));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(raw.Channels, RawSoundFormat.MaxChannels, nameof(raw));
        }

        if (channel is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(channel));
        }
    }

    private int ReadResampled(Resampler resampler, Span<short> samples)
    {
        int count;
        while ((count = resampler.Read(samples)) == 0 && !samples.IsEmpty && !resampler.IsDone)
        {
            int read = _samples.ReadSome(resampler.Room());
            resampler.Add(read);
            if (read == 0)
            {
                resampler.End();
            }
        }

        return count;
    }
}
