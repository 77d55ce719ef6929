namespace Kws.Cli;

/// <summary>What a command talks to: the process's streams, or a test's.</summary>
internal sealed record CliContext(TextReader In, TextWriter Out, TextWriter Error, CancellationToken Cancellation)
{
    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }
}
