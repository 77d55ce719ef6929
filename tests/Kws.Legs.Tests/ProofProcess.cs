using System.Diagnostics;

namespace Kws.Legs.Tests;

/// <summary>Runs the built proof.</summary>
internal static class ProofProcess
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private static readonly string Program =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Kws.Proof.exe" : "Kws.Proof");

    public static (int ExitCode, string Text) Run(IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var info = new ProcessStartInfo(Program, args) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A switch that this process was started with would make another leg of it. Where the runtime lies must stay known.
        foreach (string name in info.Environment.Keys.Where(IsSwitch).ToList())
        {
            info.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> text = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill();
            Assert.Fail($"the proof did not end within {Timeout}");
        }

        return (process.ExitCode, text.WaitAsync(Timeout).GetAwaiter().GetResult() + errors.WaitAsync(Timeout).GetAwaiter().GetResult());
    }

    private static bool IsSwitch(string name) =>
        name.StartsWith("DOTNET_", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("DOTNET_ROOT", StringComparison.OrdinalIgnoreCase);
}
