using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Cli;

/// <summary>
/// Ctrl-C and SIGTERM. The first one asks the command to stop and clean up. If it has not soon after, since it waits for a disk or for
/// whoever reads its output, or at a second signal, the process ends without it: what it started is ended, temporary files are deleted
/// unless their disk does not answer, and a job keeps its journal.
/// </summary>
internal sealed class Signals : IDisposable
{
    /// <summary>Together with the end of the process less than half a second.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMilliseconds(250);

    /// <summary>The disk or standard error may be what blocks. Else a file or the message takes as long as a busy machine needs.</summary>
    private static readonly TimeSpan PatienceForOne = TimeSpan.FromSeconds(2);

    private readonly TextWriter _error;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _told = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long _patience = UsualPatience.Ticks;
    private int _exitCode = Cli.ExitCode.Success;
    private int _isTold;

    /// <param name="error">Standard error.</param>
    public Signals(TextWriter error)
    {
        _error = error;
        _registrations =
            [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>The exit code that says which signal came first; null if none did.</summary>
    public int? ExitCode => Volatile.Read(ref _exitCode) is > 0 and var code ? code : null;

    /// <summary>
    /// Says that the command was cancelled, for the first caller alone. It may end by itself just when its end is forced:
    /// either says it.
    /// </summary>
    public void TellCancellation(Action tell)
    {
        if (Interlocked.Exchange(ref _isTold, 1) == 0)
        {
            tell();
            _told.SetResult();
        }
    }

    /// <summary>Sets the time from the first signal to the end of a command that has not stopped; null for the usual one.</summary>
    public void SetPatience(TimeSpan? patience) => Volatile.Write(ref _patience, (patience ?? UsualPatience).Ticks);

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Handle(PosixSignalContext signal)
    {
        signal.Cancel = true;
        int code = signal.Signal == PosixSignal.SIGINT ? Cli.ExitCode.Cancelled : Cli.ExitCode.Terminated;
        if (Interlocked.CompareExchange(ref _exitCode, code, Cli.ExitCode.Success) != Cli.ExitCode.Success)
        {
            End();
        }

        InBackground(() =>
        {
            Thread.Sleep(TimeSpan.FromTicks(Volatile.Read(ref _patience)));
            End();
        });
        _cancellation.Cancel();
    }

    private void End()
    {
        InBackground(() => TellCancellation(() => _error.WriteLine("kws: cancelled")));
        Thread cleaning = InBackground(() =>
        {
            ChildProcesses.KillAll();
            TemporaryFiles.DeleteAll();
        });
        long deleted;
        do
        {
            deleted = TemporaryFiles.Deleted;
        }
        while (!cleaning.Join(PatienceForOne) && TemporaryFiles.Deleted > deleted);

        _told.Task.Wait(PatienceForOne);
        Environment.Exit(_exitCode);
    }

    private static Thread InBackground(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
