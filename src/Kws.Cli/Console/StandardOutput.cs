using Microsoft.Win32.SafeHandles;

namespace Kws.Cli;

/// <summary>Standard output that tells when nobody reads it any more.</summary>
internal static class StandardOutput
{
    private const int UnixDescriptor = 1;
    private const int UnixBrokenPipe = 32;
    private const int WindowsBrokenPipe = unchecked((int)0x8007006D);
    private const int WindowsNoData = unchecked((int)0x800700E8);

    /// <summary>
    /// The console's own stream drops what a closed pipe no longer takes, so that <c>kws classify ... | head</c> would continue to
    /// the end of its input. A file stream reports it. For a regular file the console's stream stays: a file stream keeps its own
    /// position, and the next program that writes to the same file would overwrite the text.
    /// </summary>
    public static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(UnixDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    public static bool IsBrokenPipe(Exception exception) =>
        exception is IOException { HResult: UnixBrokenPipe or WindowsBrokenPipe or WindowsNoData };
}
