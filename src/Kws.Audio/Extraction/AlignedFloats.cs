namespace Kws.Audio.Extraction;

/// <summary>Numbers that the garbage collector does not move, aligned to a cache line, so that no vector lies across two of them.</summary>
internal sealed unsafe class AlignedFloats
{
    public const int Alignment = 64;

    private readonly byte[] _bytes;

    public AlignedFloats(int length)
    {
        _bytes = GC.AllocateArray<byte>((length * sizeof(float)) + Alignment - 1, pinned: true);
        fixed (byte* start = _bytes)
        {
            Address = (float*)Align(start);
        }
    }

    /// <summary>The first number; valid as long as this object lives.</summary>
    public float* Address { get; }

    public static byte* Align(byte* address) => (byte*)(((nuint)address + Alignment - 1) & ~(nuint)(Alignment - 1));
}
