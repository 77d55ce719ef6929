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

            // Those of standard input are reported with its name where it is opened; one without a name is of standard output.
            IOException or UnauthorizedAccessException => (
                ExitCode.BadInput,
                Files.NamedIn(exception) is null ? $"standard output: {exception.Message}" : Files.Describe(exception)),
            OperationCanceledException => (ExitCode.Cancelled, "cancelled"),
            _ when IsOutOfMemory(exception) => (ExitCode.BadInput, OutOfMemory),
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
            context.Error.WriteLine($"{exception}");
        }

        return exitCode;
    }

    /// <summary>The message about a process that may not use as much memory as it needs.</summary>
    public static string OutOfMemory =>
        $"not enough memory: this process may use {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB, and the work needs more";

    /// <summary>True if there was no memory, on whichever thread.</summary>
    public static bool IsOutOfMemory(Exception exception) => exception switch
    {
        OutOfMemoryException => true,
        AggregateException several => several.InnerExceptions.Any(IsOutOfMemory),
        _ => exception.InnerException is { } inner && IsOutOfMemory(inner),
    };

    /// <summary>One line on standard error.</summary>
    public static void Tell(string message, CliContext context) => context.Error.WriteLine($"kws: {OneLine(message)}");

    /// <summary>The message without the name of the parameter, which is a name in the source code.</summary>
    public static string MessageOf(ArgumentException exception) =>
        exception.ParamName is { } name
            ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : exception.Message;

    /// <summary>File names and damaged files may bring line breaks and terminal control sequences with them.</summary>
    private static string OneLine(string message) => string.Concat(message.Select(c => char.IsControl(c) ? ' ' : c));
}
