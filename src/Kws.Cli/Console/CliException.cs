namespace Kws.Cli;

/// <summary>A failure that the user can understand from its message alone.</summary>
internal sealed class CliException : Exception
{
    private CliException(int exitCode, string message)
        : base(message) => ExitCode = exitCode;

    public int ExitCode { get; }

    public static CliException CheckFailed(string message) => new(Cli.ExitCode.CheckFailed, message);

    public static CliException WrongUsage(string message) => new(Cli.ExitCode.WrongUsage, message);

    public static CliException BadInput(string message) => new(Cli.ExitCode.BadInput, message);

    public static CliException Cancelled(string message) => new(Cli.ExitCode.Cancelled, message);
}
