namespace Kws.Audio.Extraction;

/// <summary>The bytes that the processor reads at once.</summary>
internal static unsafe class CacheLine
{
    public const int Length = 64;

    /// <summary>The first address of a line at or after the one given.</summary>
    public static byte* Align(byte* address) => (byte*)(((nuint)address + Length - 1) & ~(nuint)(Length - 1));
}
