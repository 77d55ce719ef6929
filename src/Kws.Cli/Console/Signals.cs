using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Cli;

/// <summary>
/// Ctrl-C and SIGTERM. The first one asks the command to stop and clean up. If it has not soon after, since it waits for a disk or for
/// whoever reads its output, or at a second signal, the process ends without it: what it started is ended, temporary files are deleted, and
/// a job keeps its journal.
/// </summary>
internal sealed class Signals : IDisposable
{
    /// <summary>Together with the end of the process less than half a second.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMilliseconds(250);

    /// <summary>Standard error may be what blocks. Else the message takes as long as a busy machine needs for it.</summary>
    private static readonly TimeSpan PatienceForMessage = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _told = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long _patience = UsualPatience.Ticks;
    private int _exitCode = Cli.ExitCode.Success;
    private int _isTold;

    public Signals() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

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
        ChildProcesses.KillAll();
        TemporaryFiles.DeleteAll();
        InBackground(() => TellCancellation(() => Console.Error.WriteLine("kws: cancelled")));
        _told.Task.Wait(PatienceForMessage);
        Environment.Exit(_exitCode);
    }

    private static void InBackground(Action action) => new Thread(() => action()) { IsBackground = true }.Start();
}
