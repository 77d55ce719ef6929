using System.Buffers.Binary;
using Kws.Audio;

namespace Kws.Cli.Sound;

/// <summary>
/// Tells once if raw samples look like another format than the one that was named. Neighbouring samples of sound are alike; read in a
/// wrong format they are not.
/// </summary>
/// <param name="format">The format that was named.</param>
/// <param name="warn">Receives the warning.</param>
internal sealed class RawFormatCheck(RawSoundFormat format, Action<string> warn)
{
    /// <summary>A quarter of a second or more of most formats, a multiple of the bytes of every block.</summary>
    private const int BlockBytes = 24 * 1024;

    /// <summary>Sound as rough as that is no speech.</summary>
    private const double Rough = 0.9;

    /// <summary>The roughness of a format, as a part of that of the named one, from which on it is taken for the right one.</summary>
    private const double Smoother = 0.5;

    /// <summary>Samples below are silence, full scale being 1: nothing can be told from the noise of a microphone.</summary>
    private const double Quiet = 0.01;

    /// <summary>Two channels of one sound differ less than neighbouring samples do, by this factor.</summary>
    private const double Alike = 0.1;

    /// <summary>Blocks that are looked at: ten seconds of most formats.</summary>
    private const int MostBlocks = 40;

    private readonly byte[] _block = new byte[BlockBytes];
    private int _filled;
    private int _blocks;
    private string? _suspicion;
    private bool _isDone;

    private delegate double Decoder(ReadOnlySpan<byte> bytes);

    /// <summary>Takes note of the next bytes. Two blocks of sound in succession have to look the same.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!_isDone && !bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, BlockBytes - _filled);
            bytes[..count].CopyTo(_block.AsSpan(_filled));
            bytes = bytes[count..];
            _filled += count;
            if (_filled == BlockBytes)
            {
                _filled = 0;
                _isDone = ++_blocks == MostBlocks;
                Check();
            }
        }
    }

    private void Check()
    {
        double[] samples = Decode(format.Encoding);
        double named = Roughness(samples, format.Channels, ofSilence: 0);
        if (double.IsFinite(named) && samples.Max(Math.Abs) < Quiet)
        {
            return;
        }

        string? suspicion = format.Channels == 1 && HasPairs(samples)
            ? "pairs of samples are alike, as those of two channels are; is it --channels 2?"
            : named <= Rough ? null : Suspicion(named);
        if (suspicion is not null && suspicion == _suspicion)
        {
            warn(suspicion);
        }

        _isDone |= suspicion == _suspicion && (suspicion is not null || named <= Rough);
        _suspicion = suspicion;
    }

    /// <summary>A format in which the samples are smoother by far.</summary>
    private string? Suspicion(double named)
    {
        double bigEndian = format.Encoding == SampleEncoding.Pcm16
            ? Roughness(Decode(2, bytes => BinaryPrimitives.ReadInt16BigEndian(bytes) / 32768.0), format.Channels)
            : double.PositiveInfinity;
        (SampleEncoding Encoding, int Channels, double Roughness)[] others =
        [
            .. from encoding in Enum.GetValues<SampleEncoding>()
               let samples = Decode(encoding)
               from other in (from channels in HasPairs(samples) ? (int[])[2] : [1, 2]
                              let roughness = Roughness(samples, channels)
                              where roughness < Smoother * Math.Min(named, 2)
                              select (encoding, channels, roughness)).Take(1)

               // The upper halves of floats look like sound too, but what is no float is hardly ever within full scale.
               orderby encoding == SampleEncoding.IeeeFloat ? 0 : other.roughness
               select other,
        ];
        if (bigEndian < Smoother * named && others.All(other => other.Roughness > bigEndian))
        {
            return "the samples look like big-endian ones, expected little-endian (arecord: -f S16_LE, sox: -L, ffmpeg: -f s16le)";
        }

        return others is [var best, ..]
            ? "the samples look like another format; is it "
                + $"{SoundOptions.Text(format with { Encoding = best.Encoding, Channels = best.Channels }, hasEncoding: true)}?"
            : null;
    }

    private double[] Decode(SampleEncoding encoding) => encoding switch
    {
        SampleEncoding.Pcm16 => Decode(2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768.0),
        SampleEncoding.Pcm24 => Decode(
            3, bytes => ((BinaryPrimitives.ReadInt16LittleEndian(bytes[1..]) << 8) | bytes[0]) / (double)(1 << 23)),
        SampleEncoding.Pcm32 => Decode(4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes) / (double)(1L << 31)),
        _ => Decode(4, bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
    };

    private double[] Decode(int bytesPerSample, Decoder decode)
    {
        var samples = new double[BlockBytes / bytesPerSample];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = decode(_block.AsSpan(i * bytesPerSample));
        }

        return samples;
    }

    /// <summary>
    /// The mean difference of neighbouring samples as a part of the mean distance from their mean, of the roughest channel: 1.4 of noise, a
    /// half or less of a voice; infinity for what cannot be sound.
    /// </summary>
    /// <param name="samples">The samples, channels interleaved.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="ofSilence">The roughness of a channel without sound.</param>
    private static double Roughness(double[] samples, int channels, double ofSilence = double.PositiveInfinity)
    {
        // Floats of sound are at most 1, and hardly ever without a bit of noise.
        if (!samples.All(sample => Math.Abs(sample) <= 2) || samples.All(sample => Math.Abs(sample) < 1e-4))
        {
            return double.PositiveInfinity;
        }

        return Enumerable.Range(0, channels).Max(channel =>
        {
            double[] one = [.. samples.Where((_, i) => i % channels == channel)];
            double mean = one.Average();
            double deviations = one.Sum(sample => Math.Abs(sample - mean));
            double differences = one.Skip(1).Zip(one, (next, sample) => Math.Abs(next - sample)).Sum();
            return deviations == 0 ? ofSilence : differences / deviations;
        });
    }

    private static bool HasPairs(double[] samples)
    {
        (double inside, double between) = (0, 0);
        for (int i = 1; i + 1 < samples.Length; i += 2)
        {
            inside += Math.Abs(samples[i] - samples[i - 1]);
            between += Math.Abs(samples[i + 1] - samples[i]);
        }

        return Math.Min(inside, between) < Alike * Math.Max(inside, between);
    }
}
