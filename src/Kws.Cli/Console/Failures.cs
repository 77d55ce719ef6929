using Kws.Model;

namespace Kws.Cli;

/// <summary>The outermost handler: every failure becomes an exit code and one line on standard error.</summary>
internal static class Failures
{
    /// <summary>Prints an exception's full text, for whoever works on kws.</summary>
    private const string DebugVariable = "KWS_DEBUG";

    public static int Report(Exception exception, CliContext context)
    {
        (int exitCode, string message) = exception switch
        {
            CliException e => (e.ExitCode, e.Message),
            KwsFormatException e => (ExitCode.BadInput, e.Message),

            // Those of files and of standard input are reported with their names where they are opened.
            IOException or UnauthorizedAccessException => (ExitCode.BadInput, $"standard output: {exception.Message}"),
            OperationCanceledException => (ExitCode.Cancelled, "cancelled"),
            _ => (ExitCode.InternalError,
                $"unexpected error, please report it (with {DebugVariable}=1 in the environment it tells more): "
                + $"{exception.GetType().Name}: {exception.Message}"),
        };
        if (exitCode == ExitCode.Cancelled)
        {
            context.TellCancellation(() => Tell(message, context));
        }
        else
        {
            Tell(message, context);
        }

        if (exitCode == ExitCode.InternalError && Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            WriteLine($"{exception}", context);
        }

        return exitCode;
    }

    /// <summary>One line on standard error.</summary>
    public static void Tell(string message, CliContext context) => WriteLine($"kws: {OneLine(message)}", context);

    /// <summary>The message without the name of the parameter, which is a name in the source code.</summary>
    public static string MessageOf(ArgumentException exception) =>
        exception.ParamName is { } name
            ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : exception.Message;

    private static void WriteLine(string line, CliContext context)
    {
        try
        {
            context.Error.WriteLine(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Standard error takes nothing: the exit code has to tell.
        }
    }

    /// <summary>File names and damaged files may bring line breaks and terminal control sequences with them.</summary>
    private static string OneLine(string message) => string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c));
}
