using Spectre.Console;

namespace Kws.Cli.Output;

/// <summary>Shows on a terminal how many comparisons are done.</summary>
internal static class VerificationProgress
{
    public static T Show<T>(CliContext context, Func<IProgress<long>?, T> run) =>
        context.ErrorIsTerminal
            ? SpectreConsole.ForErrors(context).Status().Start(
                "comparing kernels with the reference", status => run(new StatusProgress(status)))
            : run(null);

    /// <summary>Unlike <see cref="Progress{T}"/> it reports at once: a late report could come after the status has gone.</summary>
    private sealed class StatusProgress(StatusContext status) : IProgress<long>
    {
        public void Report(long value) => status.Status = $"comparing kernels with the reference: {value} cases";
    }
}
