using System.Text;

namespace Kws.Cli;

internal static class Program
{
    private const int BufferSize = 1 << 16;

    private static int Main(string[] args)
    {
        TextWriter error = StandardStreams.OpenError();
        using var signals = new Signals(error);
        var input = new CancellableStream(StandardStreams.OpenInput(), signals.Cancellation);
        var context = new CliContext(
            new StreamReader(input, bufferSize: BufferSize),
            new StreamWriter(StandardStreams.OpenOutput(), new UTF8Encoding(false), BufferSize) { NewLine = "\n" },
            error,
            signals.Cancellation)
        {
            InBytes = input,
            TellCancellation = signals.TellCancellation,
            SetPatience = signals.SetPatience,
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };

        // The kernel hands a signal to the first thread of a process. If that one waited for a disk that does not answer, nobody would get
        // it.
        int exitCode = ExitCode.InternalError;
        var work = new Thread(() => exitCode = CommandLineApplication.Run(args, context));
        work.Start();
        work.Join();
        return signals.ExitCode ?? exitCode;
    }
}
