using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Audio.Wav;

/// <summary>The sound of a WAV file behind its header.</summary>
internal sealed class WavSamples(ByteSource source, WavData data, string name) : ISamples
{
    private readonly WavFormat _format = data.Format;
    private readonly double[] _mono = IsCanonical(data.Format) ? [] : new double[1024];
    private long _bytesLeft = data.Length;

    public long? Count => data.Extent == WavExtent.Known ? data.Length / _format.BlockAlign : null;

    public int Read(Span<short> samples)
    {
        int count = 0;
        while (count < samples.Length && ReadSome(samples[count..]) is > 0 and int read)
        {
            count += read;
        }

        return count;
    }

    /// <summary>Reads the next samples without rounding, in the scale of 16 bits; fewer than asked for only at the end.</summary>
    public int Read(Span<double> samples)
    {
        int count = 0;
        while (count < samples.Length && ReadSome(samples[count..]) is > 0 and int read)
        {
            count += read;
        }

        return count;
    }

    /// <summary>Reads samples as they come, without rounding: one or more, 0 at the end.</summary>
    public int ReadSome(Span<double> samples)
    {
        int blocks = Buffer(samples.Length);
        int bad = Mixer.Mix(source.Buffered[..(blocks * _format.BlockAlign)], _format, samples[..blocks]);
        if (bad >= 0)
        {
            throw NotFinite(bad);
        }

        Take(blocks);
        return blocks;
    }

    /// <summary>Reads samples as they come: one or more, 0 at the end.</summary>
    public int ReadSome(Span<short> samples)
    {
        if (IsCanonical(_format))
        {
            int blocks = Buffer(samples.Length);
            source.Buffered[..(2 * blocks)].CopyTo(MemoryMarshal.AsBytes(samples));
            Take(blocks);
            return blocks;
        }

        int count = ReadSome(_mono.AsSpan(0, Math.Min(_mono.Length, samples.Length)));
        Rounding.ToInt16(_mono.AsSpan(0, count), samples);
        return count;
    }

    /// <summary>One channel of 16 bits, which needs no conversion. On a big-endian processor it does.</summary>
    private static bool IsCanonical(WavFormat format) =>
        BitConverter.IsLittleEndian && format is { Kind: SampleKind.Pcm, Channels: 1, BytesPerSample: 2 };

    /// <summary>Reads ahead; returns how many blocks are buffered, at most so many: 0 at the end.</summary>
    private int Buffer(int blocks)
    {
        if (_bytesLeft == 0)
        {
            return 0;
        }

        if (!source.Fill(_format.BlockAlign))
        {
            int left = source.Buffered.Length;
            if (data.Extent == WavExtent.Promised)
            {
                throw WavHeader.CutOff(name, data.Length, data.Length - _bytesLeft + left);
            }

            return left == 0
                ? 0
                : throw new KwsFormatException(
                    name, 0, $"the sound ends with a block of {left} bytes, expected {_format.BlockAlign} ({WavHeader.Blocks(_format)})");
        }

        return (int)Math.Min(blocks, Math.Min(source.Buffered.Length, _bytesLeft) / _format.BlockAlign);
    }

    private void Take(int blocks)
    {
        source.Take(blocks * _format.BlockAlign);
        _bytesLeft -= blocks * _format.BlockAlign;
    }

    private KwsFormatException NotFinite(int index)
    {
        long block = ((data.Length - _bytesLeft) / _format.BlockAlign) + (index / _format.Channels);
        return new(name, 0, $"sample {block} of channel {index % _format.Channels} is not a finite number");
    }
}
