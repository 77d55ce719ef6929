using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Kws.Audio;
using Kws.Model;

namespace Kws.Listen.Streams;

/// <summary>Sound without a header, as a device writes it: samples of 16 bits, little-endian.</summary>
/// <remarks>Unlike <see cref="SoundReader"/> it occupies no thread while it waits, and a read that waits can be cancelled.</remarks>
internal static class RawSamples
{
    private const int BufferSize = 1 << 16;

    /// <summary>Reads samples as they come. A piece is valid until the next one is asked for.</summary>
    /// <exception cref="KwsFormatException">The stream is a WAV file, or ends within a sample.</exception>
    public static async IAsyncEnumerable<ReadOnlyMemory<short>> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        const string Name = "stream";
        var bytes = new byte[BufferSize];
        var samples = new short[BufferSize / sizeof(short)];
        int filled = await stream.ReadAtLeastAsync(bytes, sizeof(int), throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (bytes.AsSpan(0, filled).StartsWith("RIFF"u8))
        {
            throw new KwsFormatException(Name, 0, "this is a WAV file, expected raw samples of 16 bits");
        }

        int read = filled;
        while (read > 0)
        {
            int count = Decode(bytes.AsSpan(0, filled), samples);
            yield return samples.AsMemory(0, count);

            // A pipe may cut a sample in two.
            bytes[0] = bytes[filled - 1];
            filled -= count * sizeof(short);
            read = await stream.ReadAsync(bytes.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            filled += read;
        }

        if (filled > 0)
        {
            throw new KwsFormatException(Name, 0, $"the sound ends within a sample, expected samples of {sizeof(short)} bytes");
        }
    }

    private static int Decode(ReadOnlySpan<byte> bytes, Span<short> samples)
    {
        int count = bytes.Length / sizeof(short);
        for (int i = 0; i < count; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * sizeof(short))..]);
        }

        return count;
    }
}
