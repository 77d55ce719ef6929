using System.Diagnostics;

namespace Kws.Docs.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>A block took more than eight minutes on an overloaded machine; one that hangs must not hold up everything.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Runs a script with bash in the root of the repository.</summary>
    public static (int ExitCode, string Output, string Errors) Run(string script)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the test runner tells its own children must not reach the commands of the README.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"not done within {Timeout}: {script}");
        }

        return (process.ExitCode, output.WaitAsync(Timeout).GetAwaiter().GetResult(), errors.WaitAsync(Timeout).GetAwaiter().GetResult());
    }

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Kws.Fast.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
