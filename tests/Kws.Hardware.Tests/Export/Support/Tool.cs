using System.Diagnostics;

namespace Kws.Hardware.Tests.Export.Support;

/// <summary>
/// Compilers and simulators that may be missing on a machine. Tests that need one are skipped without it; <c>.ci/run</c> installs them and
/// counts that those tests ran.
/// </summary>
internal static class Tool
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public static void Require(string name)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        bool found = folders.Any(folder => File.Exists(Path.Combine(folder, name)));
        Assert.SkipUnless(
            found,
            $"NOT RUN: {name} is missing; .ci/install iverilog verilator yosys gcc g++ make libc6-dev gcc-arm-none-eabi qemu-system-arm");
        TestContext.Current.TestOutputHelper?.WriteLine($"with {name}");
    }

    /// <summary>The path of a file of <c>samples/hardware</c>.</summary>
    public static string Hardware(string name) => Path.Combine(AppContext.BaseDirectory, "hardware", name);

    /// <summary>The path of a file of <c>samples/microcontroller</c>.</summary>
    public static string Microcontroller(string name) => Path.Combine(AppContext.BaseDirectory, "microcontroller", name);

    /// <summary>Runs a program that must succeed.</summary>
    public static string Run(string folder, string name, params string[] args)
    {
        (int exitCode, string output, string error) = TryRun(folder, name, args);
        Assert.True(exitCode == 0, $"{name} {string.Join(' ', args)}: exit code {exitCode}\n{output}{error}");
        return output;
    }

    public static (int ExitCode, string Output, string Error) TryRun(string folder, string name, params string[] args)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(name, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{name} did not end within {Timeout}");
        }

        return (process.ExitCode, output.WaitAsync(Timeout).GetAwaiter().GetResult(), error.WaitAsync(Timeout).GetAwaiter().GetResult());
    }
}
