namespace Kws.Cli;

/// <summary>The exit codes of the process. Part of the command line's contract: docs/use/outputs.md lists the same.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int CheckFailed = 1;
    public const int WrongUsage = 2;
    public const int BadInput = 3;
    public const int InternalError = 70;
    public const int Cancelled = 130;
    public const int Terminated = 143;

    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Success, "success"),
        (CheckFailed, "a check failed: verify or replay found a mismatch, or ranges a contradiction"),
        (WrongUsage, "wrong usage of the command line"),
        (BadInput, "bad input: a file is missing or damaged, a value is out of range, a kernel is unknown or unsupported"),
        (InternalError, "an error in kws itself; KWS_DEBUG=1 prints where"),
        (Cancelled, "cancelled with Ctrl-C (SIGINT)"),
        (Terminated, "ended with SIGTERM"),
    ];
}
