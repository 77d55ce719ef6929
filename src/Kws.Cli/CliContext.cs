namespace Kws.Cli;

/// <summary>What a command talks to: the process's streams, or a test's.</summary>
internal sealed record CliContext(TextReader In, TextWriter Out, TextWriter Error, CancellationToken Cancellation)
{
    /// <summary>Standard input where it is no text; whoever reads it leaves <see cref="In"/> alone.</summary>
    public Stream InBytes { get; init; } = Stream.Null;

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }
}
