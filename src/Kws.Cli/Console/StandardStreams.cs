using System.Runtime.InteropServices;

namespace Kws.Cli;

/// <summary>Standard input, output and error, one or all of which the caller may have closed (<c>kws classify - &lt;&amp;-</c>).</summary>
internal static partial class StandardStreams
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    private static readonly string[] Names = ["stdin", "stdout", "stderr"];

    public static Stream OpenInput() => IsClosed(Input) ? ClosedStream.Instance : Console.OpenStandardInput();

    public static Stream OpenOutput() => IsClosed(Output) ? ClosedStream.Instance : StandardOutput.Open();

    /// <summary>
    /// Standard error, which never fails: a log on a full disk, or a terminal that is gone, must not end hours of work, and the exit code
    /// tells the rest.
    /// </summary>
    public static TextWriter OpenError() => IsClosed(Error) ? TextWriter.Null : new TolerantWriter(Console.Error);

    /// <summary>Refuses the name of a closed one, such as <c>/dev/stdout</c>.</summary>
    public static void RefuseClosed(string path)
    {
        foreach ((int descriptor, string name) in Names.Index())
        {
            if ((path == $"/dev/{name}" || path == $"/dev/fd/{descriptor}" || path == $"/proc/self/fd/{descriptor}")
                && IsClosed(descriptor))
            {
                throw CliException.BadInput($"{path}: it is closed");
            }
        }
    }

    /// <summary>
    /// Under the number of a closed stream the runtime opens files of its own before any code of kws runs: reading one hangs, writing to
    /// one would destroy something. They close when another program begins, which what was inherited from the caller cannot.
    /// </summary>
    private static bool IsClosed(int descriptor) =>
        !OperatingSystem.IsWindows() && FileControl(descriptor, GetDescriptorFlags) is var flags
            && (flags < 0 || (flags & CloseOnExec) != 0);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(int descriptor, int command);

    /// <summary>Fails at the first byte: a command that needs none of the stream does its work.</summary>
    private sealed class ClosedStream : Stream
    {
        public static ClosedStream Instance { get; } = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw Failure();

        public override void Write(byte[] buffer, int offset, int count) => throw Failure();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private static IOException Failure() => new("it is closed");
    }
}
