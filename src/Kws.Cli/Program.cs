using System.Runtime.InteropServices;
using System.Text;

namespace Kws.Cli;

internal static class Program
{
    private const int BufferSize = 1 << 16;

    private static int Main(string[] args)
    {
        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

        var input = new CancellableStream(Console.OpenStandardInput(), cancellation.Token);
        var context = new CliContext(
            new StreamReader(input, bufferSize: BufferSize),
            new StreamWriter(StandardOutput.Open(), new UTF8Encoding(false), BufferSize) { NewLine = "\n" },
            Console.Error,
            cancellation.Token)
        {
            InBytes = input,
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
        };
        return CommandLineApplication.Run(args, context);

        // The first signal asks the command to stop and clean up; a second one ends the process at once.
        void Cancel(PosixSignalContext signal)
        {
            signal.Cancel = !cancellation.IsCancellationRequested;
            cancellation.Cancel();
        }
    }
}
