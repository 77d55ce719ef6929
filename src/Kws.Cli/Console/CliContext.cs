namespace Kws.Cli;

/// <summary>The streams of a command: those of the process, or a test's.</summary>
internal sealed record CliContext(TextReader In, TextWriter Out, TextWriter Error, CancellationToken Cancellation)
{
    /// <summary>Standard input as bytes: what <see cref="In"/> reads, so that a command reads only one of them.</summary>
    public Stream InBytes { get; init; } = Stream.Null;

    /// <summary>The clock for progress and checkpoints.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Looks up a variable of the environment.</summary>
    public Func<string, string?> EnvironmentVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Says that the command was cancelled, unless that was said.</summary>
    public Action<Action> TellCancellation { get; init; } = tell => tell();

    /// <summary>Sets how long the command may take to stop after a signal; null for the usual time.</summary>
    public Action<TimeSpan?> SetPatience { get; init; } = _ => { };

    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>The columns of the terminal; null to ask it.</summary>
    public int? TerminalWidth { get; init; }
}
