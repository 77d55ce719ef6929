namespace Kws.Fast.Stages;

/// <summary>Bytes that the garbage collector does not move, aligned to a cache line.</summary>
internal sealed unsafe class AlignedMemory
{
    public const int Alignment = 64;

    private readonly byte[] _bytes;

    public AlignedMemory(int length)
    {
        _bytes = GC.AllocateArray<byte>(length + Alignment - 1, pinned: true);
        fixed (byte* start = _bytes)
        {
            Address = Align(start);
        }
    }

    /// <summary>The first byte; valid as long as this object lives.</summary>
    public byte* Address { get; }

    public static byte* Align(byte* address) => (byte*)(((nuint)address + Alignment - 1) & ~(nuint)(Alignment - 1));
}
