using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kws.Fast.Tests.Support;

/// <summary>Memory between two pages that cannot be accessed: a read or write outside ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 3;
    private const int MapPrivate = 2;

    private static readonly int Page = Environment.SystemPageSize;
    private static readonly int MapAnonymous = OperatingSystem.IsLinux() ? 0x20 : 0x1000;

    private readonly nint _mapping;
    private readonly int _size;

    /// <param name="capacity">At least so many bytes lie between the pages.</param>
    public GuardedMemory(int capacity)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "guard pages are made with mmap");
        _size = (capacity + Page - 1) / Page * Page;
        _mapping = Map(0, _size + (2 * Page), ProtectNone, MapPrivate | MapAnonymous, -1, 0);
        Assert.NotEqual(-1, _mapping);
        Assert.Equal(0, Protect(_mapping + Page, _size, ProtectReadWrite));
    }

    /// <summary>The last byte of the page before and the first one of the page behind.</summary>
    public (nint Before, nint Behind) Outside => (_mapping + Page - 1, _mapping + Page + _size);

    /// <summary>Memory that begins so many bytes behind the first page.</summary>
    public Memory<T> AtStart<T>(int length, int distance = 0)
        where T : unmanaged => new Part<T>(_mapping + Page + distance, length).Memory;

    /// <summary>Memory that ends so many bytes before the last page.</summary>
    public Memory<T> AtEnd<T>(int length, int distance = 0)
        where T : unmanaged => new Part<T>(_mapping + Page + _size - distance - (length * Unsafe.SizeOf<T>()), length).Memory;

    public void Dispose() => Assert.Equal(0, Unmap(_mapping, _size + (2 * Page)));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);

    private sealed class Part<T>(nint address, int length) : MemoryManager<T>
        where T : unmanaged
    {
        public override Span<T> GetSpan() => new((void*)address, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new((T*)address + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
