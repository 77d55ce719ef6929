using System.Buffers.Binary;

namespace Kws.Cli.Commands;

/// <summary>Sound without a header: mono samples of 16 bits, little-endian.</summary>
internal static class RawSound
{
    private const int BufferSize = 1 << 16;

    /// <summary>Pushes samples as they come, to the end of the input or until no more are wanted.</summary>
    /// <param name="input">The samples.</param>
    /// <param name="name">The input's name in messages.</param>
    /// <param name="begin">Called when the first ones have come.</param>
    /// <param name="push">Receives them, and says whether more are wanted.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>How many bytes there were.</returns>
    public static long Push(
        Stream input, string name, Action begin, Func<ReadOnlySpan<short>, bool> push, CancellationToken cancellation)
    {
        var bytes = new byte[BufferSize];
        var samples = new short[BufferSize / sizeof(short)];
        ReadOnlySpan<byte> wave = "RIFF"u8;
        int filled = Files.Read(name, _ => input.ReadAtLeast(bytes, sizeof(int), throwOnEndOfStream: false));
        if (bytes.AsSpan().StartsWith(wave))
        {
            throw CliException.BadInput(
                $"{name}: this is a WAV file, expected raw samples (arecord and sox: -t raw, ffmpeg: -f s16le); a WAV file is taken by "
                    + "its name");
        }

        if (filled > 0)
        {
            begin();
        }

        long total = filled;
        int read = filled;
        while (read > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = filled / sizeof(short);
            for (int i = 0; i < count; i++)
            {
                samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(i * sizeof(short)));
            }

            if (!push(samples.AsSpan(0, count)))
            {
                break;
            }

            // A pipe may cut a sample in two.
            bytes[0] = bytes[filled - 1];
            filled -= count * sizeof(short);
            read = Files.Read(name, _ => input.Read(bytes, filled, bytes.Length - filled));
            filled += read;
            total += read;
        }

        return total;
    }

    /// <summary>Refuses sound that is none, or ends within a sample.</summary>
    public static void CheckLength(long bytes, string name)
    {
        if (bytes == 0)
        {
            throw CliException.BadInput($"{name}: there is no sound");
        }

        if (bytes % sizeof(short) != 0)
        {
            throw CliException.BadInput($"{name}: {bytes} bytes end within a sample, expected samples of {sizeof(short)} bytes");
        }
    }
}
