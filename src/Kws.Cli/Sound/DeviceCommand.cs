using System.CommandLine;
using System.Diagnostics;

namespace Kws.Cli.Sound;

/// <summary>
/// A command line of the user's that prints sound. It is ended with this object, or with the process; its errors go where those of kws go.
/// </summary>
internal sealed class DeviceCommand : IDisposable
{
    /// <summary>The exit code of a Unix shell for a program that it does not find.</summary>
    private const int NotFound = 127;

    private readonly Process _process;
    private readonly CancellationToken _cancellation;

    public DeviceCommand(string command, CancellationToken cancellation)
    {
        ProcessStartInfo info = OperatingSystem.IsWindows()
            ? new ProcessStartInfo("cmd.exe", $"/c {command}")
            : new ProcessStartInfo("/bin/sh", ["-c", command]);
        info.RedirectStandardOutput = true;
        Name = $"--device-command '{command}'";
        _cancellation = cancellation;
        _process = ChildProcesses.Start(info);
        Output = new CancellableStream(_process.StandardOutput.BaseStream, cancellation);
    }

    /// <summary>The option that names one.</summary>
    public static Option<string?> Option() => new("--device-command")
    {
        Description = "Command for the shell, whose output is taken as raw samples instead of an input; it is ended with kws",
        HelpName = "command",
    };

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    public Stream Output { get; }

    /// <summary>Waits for the end of the command and refuses a failure.</summary>
    public void CheckExitCode()
    {
        _process.WaitForExitAsync(_cancellation).GetAwaiter().GetResult();

        // Ctrl-C on a terminal ends the command too, perhaps before kws knows of it.
        _cancellation.ThrowIfCancellationRequested();
        if (_process.ExitCode == NotFound)
        {
            throw CliException.BadInput($"{Name}: there is no such program (exit code {NotFound})");
        }

        if (_process.ExitCode != 0)
        {
            throw CliException.BadInput($"{Name}: failed with exit code {_process.ExitCode}");
        }
    }

    public void Dispose()
    {
        ChildProcesses.Kill(_process);
        _process.WaitForExit();
        _process.Dispose();
    }
}
