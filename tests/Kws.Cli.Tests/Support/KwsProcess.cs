using System.Diagnostics;

namespace Kws.Cli.Tests.Support;

/// <summary>Runs the built program, or a shell that calls it.</summary>
internal static class KwsProcess
{
    /// <summary>Longer than anything takes on a busy machine: only what hangs meets it.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public static string Path { get; } =
        System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "kws.exe" : "kws");

    public static Process Start(string file, params string[] args) => Start(file, args, environment: null);

    public static CliResult Run(IReadOnlyDictionary<string, string> environment, params string[] args) =>
        Finish(Start(Path, args, environment));

    public static CliResult Run(params string[] args) => Finish(Start(Path, args));

    /// <summary>Runs a command line in which <c>"$0"</c> is the program and <c>"$1"</c>, ... are the arguments.</summary>
    public static CliResult RunInShell(string commandLine, params string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a Unix shell");
        return Finish(Start("bash", ["-c", commandLine, Path, .. args]));
    }

    /// <summary>
    /// Runs it with a limit of the size of files. The runtime maps its code twice by means of a large file, if it is not told otherwise.
    /// </summary>
    public static CliResult RunWithFilesUpTo(long kilobytes, params string[] args) => RunInShell(
        $"trap '' XFSZ; ulimit -f {kilobytes}; DOTNET_EnableWriteXorExecute=0 exec \"$0\" \"$@\"", args);

    /// <summary>
    /// Skips the test where Ctrl-C does nothing: what a script starts in the background ignores it, and so does all that is started from
    /// there.
    /// </summary>
    public static void RequireInterrupts()
    {
        const ulong Interrupt = 1 << 1;
        const string Ignored = "SigIgn:";
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs signals");
        string? line = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/self/status").First(line => line.StartsWith(Ignored, StringComparison.Ordinal))
            : null;
        Assert.SkipWhen(
            line is not null && (Convert.ToUInt64(line[Ignored.Length..].Trim(), 16) & Interrupt) != 0,
            "Ctrl-C is ignored in the background");
    }

    /// <summary>Waits for the end; a program that hangs is ended and the test fails.</summary>
    public static CliResult Finish(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            return Wait(process);
        }
    }

    /// <summary>The same with standard input left open.</summary>
    public static CliResult Wait(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"the program did not end within {Timeout}");
        }

        return new CliResult(process.ExitCode, Within(output), Within(error));
    }

    /// <summary>All that follows in a program's output.</summary>
    public static string Rest(StreamReader output) => Within(output.ReadToEndAsync());

    /// <summary>Not forever: another program that the first one has started may outlive it and hold its output open.</summary>
    private static string Within(Task<string> output) => output.WaitAsync(Timeout).GetAwaiter().GetResult();

    public static Process Start(string file, string[] args, IReadOnlyDictionary<string, string>? environment)
    {
        var info = new ProcessStartInfo(file, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Remove("KWS_KERNEL");
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }
}
