using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kws.Model;

/// <summary>The disk behind a file.</summary>
internal static partial class Disk
{
    private const int Interrupted = 4;
    private const int Invalid = 22;
    private const int ReadOnly = 30;

    private static readonly int Unsupported = OperatingSystem.IsMacOS() ? 45 : 95;

    /// <summary>
    /// Waits until the disk has what was written, before a file gets its name: a machine that loses power leaves a whole file or none. A
    /// network file system says only now that there was no room. .NET's own method says nothing of that.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="IOException">Something of what was written is lost.</exception>
    public static void Flush(SafeFileHandle file, string name)
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        while (Synchronize(file) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error is Invalid or ReadOnly || error == Unsupported)
            {
                // A file system that keeps nothing has nothing to wait for.
                return;
            }

            if (error != Interrupted)
            {
                throw new IOException($"{Marshal.GetPInvokeErrorMessage(error)} : '{name}'", error);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Synchronize(SafeFileHandle file);
}
