using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Kws.Listen.Tests.Support;

/// <summary>Sound made in code, as WAV files of 16 kHz, 16 bits, one channel.</summary>
internal static class Wav
{
    private const int SampleRate = 16_000;
    private const int HeaderLength = 44;

    public static void Write(string path, ReadOnlySpan<short> samples)
    {
        var file = new byte[HeaderLength + (samples.Length * sizeof(short))];
        Encoding.ASCII.GetBytes("RIFF    WAVEfmt ", file);
        Encoding.ASCII.GetBytes("data", file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), SampleRate * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 8 * sizeof(short));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples.Length * sizeof(short));
        MemoryMarshal.AsBytes(samples).CopyTo(file.AsSpan(HeaderLength));
        File.WriteAllBytes(path, file);
    }

    /// <summary>Tones that change every tenth of a second, different for every seed, so that no two seconds sound alike.</summary>
    public static short[] Tones(double seconds, int seed)
    {
        var random = new Random(seed);
        var samples = new short[(int)(seconds * SampleRate)];
        double frequency = 0;
        double amplitude = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            if (i % (SampleRate / 10) == 0)
            {
                frequency = 100 + (3000 * random.NextDouble());
                amplitude = 20_000 * random.NextDouble() * random.NextDouble();
            }

            samples[i] = (short)(amplitude * Math.Sin(2 * Math.PI * frequency * i / SampleRate));
        }

        return samples;
    }
}
