using System.Runtime.InteropServices;

namespace Kws.Audio;

/// <summary>Reads sound files.</summary>
public static class WavFile
{
    /// <summary>The samples of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sampleRate">Samples a second wanted, in Hz.</param>
    public static short[] Read(string path, int sampleRate) =>
        sampleRate == 16_000 ? MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(path).AsSpan(44)).ToArray() : throw new NotSupportedException();
}
