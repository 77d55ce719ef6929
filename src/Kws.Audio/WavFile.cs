using Kws.Audio.Resampling;
using Kws.Audio.Wav;
using Kws.Model;

namespace Kws.Audio;

/// <summary>
/// Reads WAV files as mono sound of 16 bits at any sample rate: PCM of 8 to 32 bits, IEEE float, A-law and mu-law, of any channels. See
/// docs/use/formats.md for what is read and what is refused.
/// </summary>
/// <remarks>
/// One channel of 16 bits at the wanted rate is passed through as it is. Otherwise the channels are averaged, another rate is converted by
/// a low-pass filter of linear phase without delay, and the result is rounded once, to the nearest integer (the even one on a tie), and
/// saturated.
/// </remarks>
public static class WavFile
{
    /// <summary>The lowest sample rate that is read or converted to, in Hz.</summary>
    public const int LowestSampleRate = 1_000;

    /// <summary>The highest sample rate that is read or converted to, in Hz.</summary>
    public const int HighestSampleRate = 768_000;

    /// <summary>The longest clip in a stream, in seconds.</summary>
    private const long LongestClip = 3600;

    /// <summary>Reads all of a file.</summary>
    /// <param name="path">The file; its name may end in anything.</param>
    /// <param name="sampleRate">The rate wanted, in Hz: <see cref="LowestSampleRate"/> to <see cref="HighestSampleRate"/>.</param>
    /// <returns>The samples in [-32768, 32767]: of n samples at another rate, n x sampleRate / rate, rounded.</returns>
    /// <exception cref="KwsFormatException">
    /// The file is a directory, not a WAV file, damaged, of a format that is not read, too long for an array, or was changed while it was
    /// read.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is out of range.</exception>
    public static short[] Read(string path, int sampleRate)
    {
        using FileStream stream = Open(path);
        FileStamp? stamp = FileStamp.Of(stream);
        short[] samples = Read(stream, path, sampleRate);
        stamp?.Check(stream.SafeFileHandle, path);
        return samples;
    }

    /// <summary>Reads the first samples of a file. What is behind them is only checked to be there.</summary>
    /// <param name="path">The file; its name may end in anything.</param>
    /// <param name="sampleRate">The rate wanted, in Hz: <see cref="LowestSampleRate"/> to <see cref="HighestSampleRate"/>.</param>
    /// <param name="samples">Receives samples in [-32768, 32767]. Those behind the end of a shorter file stay as they are.</param>
    /// <returns>How many samples there are, at most as many as asked for.</returns>
    /// <exception cref="KwsFormatException">
    /// The file is a directory, not a WAV file, damaged, of a format that is not read, or was changed while it was read.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is out of range.</exception>
    public static int Read(string path, int sampleRate, Span<short> samples)
    {
        using FileStream stream = Open(path);
        FileStamp? stamp = FileStamp.Of(stream);
        int count = Read(stream, path, sampleRate, samples);
        stamp?.Check(stream.SafeFileHandle, path);
        return count;
    }

    /// <summary>Reads all of a stream.</summary>
    /// <param name="stream">The file from where the stream stands. It is read in blocks, maybe beyond the sound, and not closed.</param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <param name="sampleRate">The rate wanted, in Hz: <see cref="LowestSampleRate"/> to <see cref="HighestSampleRate"/>.</param>
    /// <returns>The samples in [-32768, 32767]: of n samples at another rate, n x sampleRate / rate, rounded.</returns>
    /// <exception cref="KwsFormatException">
    /// The stream is not a WAV file, damaged, of a format that is not read, or too long for an array.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is out of range.</exception>
    public static short[] Read(Stream stream, string name, int sampleRate)
    {
        CheckArguments(stream, name, sampleRate);
        using var source = new ByteSource(stream);
        return Collect(
            Open(source, name, sampleRate),
            Array.MaxLength,
            () => new KwsFormatException(name, 0, $"more than {Array.MaxLength} samples, the most of one array; expected a shorter clip"));
    }

    /// <summary>Reads the first samples of a stream. What is behind them is only checked to be there, if the stream can seek.</summary>
    /// <param name="stream">The file from where the stream stands. It is read in blocks, maybe beyond the samples, and not closed.</param>
    /// <param name="name">The name of the stream in messages.</param>
    /// <param name="sampleRate">The rate wanted, in Hz: <see cref="LowestSampleRate"/> to <see cref="HighestSampleRate"/>.</param>
    /// <param name="samples">Receives samples in [-32768, 32767]. Those behind the end of a shorter stream stay as they are.</param>
    /// <returns>How many samples there are, at most as many as asked for.</returns>
    /// <exception cref="KwsFormatException">The stream is not a WAV file, damaged, or of a format that is not read.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate is out of range.</exception>
    public static int Read(Stream stream, string name, int sampleRate, Span<short> samples)
    {
        CheckArguments(stream, name, sampleRate);
        using var source = new ByteSource(stream);
        return Open(source, name, sampleRate).Read(samples);
    }

    /// <summary>Reads all of a stream that may be endless: more than an hour of sound is an error.</summary>
    /// <inheritdoc cref="Read(Stream, string, int)"/>
    internal static short[] ReadClip(Stream stream, string name, int sampleRate)
    {
        CheckArguments(stream, name, sampleRate);
        using var source = new ByteSource(stream);
        return Collect(
            Open(source, name, sampleRate),
            (int)Math.Min(Array.MaxLength, LongestClip * sampleRate),
            () => new KwsFormatException(name, 0, "more than an hour of sound, expected a clip"));
    }

    /// <exception cref="ArgumentOutOfRangeException">The sample rate is out of range.</exception>
    internal static void CheckSampleRate(int sampleRate, [CallerArgumentExpression(nameof(sampleRate))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, LowestSampleRate, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, HighestSampleRate, name);
    }

    /// <summary>Opens a file without a buffer.</summary>
    /// <exception cref="KwsFormatException">It is a directory.</exception>
    internal static FileStream Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            throw new KwsFormatException(path, 0, "this is a directory, expected a WAV file");
        }
    }

    private static void CheckArguments(Stream stream, string name, int sampleRate)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        CheckSampleRate(sampleRate);
    }

    private static ISamples Open(ByteSource source, string name, int sampleRate)
    {
        WavData data = new WavHeader(source, name).Read();
        var samples = new WavSamples(source, data, name);
        return data.Format.SampleRate == sampleRate ? samples : new ResampledSamples(samples, data.Format.SampleRate, sampleRate);
    }

    /// <summary>All samples in one array, which grows as they come where their number is only a promise.</summary>
    private static short[] Collect(ISamples sound, int most, Func<KwsFormatException> tooLong)
    {
        if (sound.Count > most)
        {
            throw tooLong();
        }

        // One too short for a sample at the new rate is read all the same, so that what is wrong with it is found.
        short[] samples = GC.AllocateUninitializedArray<short>((int)Math.Max(1, sound.Count ?? 1 << 15));
        int count = sound.Read(samples);
        while (count == samples.Length && (sound.Count ?? long.MaxValue) > count)
        {
            if (count >= most)
            {
                throw tooLong();
            }

            Array.Resize(ref samples, (int)Math.Min(2L * count, most));
            count += sound.Read(samples.AsSpan(count));
        }

        Array.Resize(ref samples, count);
        return samples;
    }
}
