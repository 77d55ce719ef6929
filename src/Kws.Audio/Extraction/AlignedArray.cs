namespace Kws.Audio.Extraction;

/// <summary>Numbers that the garbage collector does not move, aligned to a cache line, so that no vector lies across two of them.</summary>
internal sealed unsafe class AlignedArray<T>
    where T : unmanaged
{
    private readonly byte[] _bytes;

    public AlignedArray(int length)
    {
        _bytes = GC.AllocateArray<byte>((length * sizeof(T)) + CacheLine.Length - 1, pinned: true);
        fixed (byte* start = _bytes)
        {
            Address = (T*)CacheLine.Align(start);
        }
    }

    /// <summary>The first number; valid as long as this object lives.</summary>
    public T* Address { get; }
}
