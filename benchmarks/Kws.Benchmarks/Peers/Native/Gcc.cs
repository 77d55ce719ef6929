using System.ComponentModel;
using System.Diagnostics;

namespace Kws.Benchmarks.Peers.Native;

/// <summary>The C compiler of this machine, if it has one.</summary>
internal static class Gcc
{
    /// <summary>The options that the shared library is built with.</summary>
    public const string Options = "-O3 -march=native -shared -fPIC";

    /// <summary>The first line of <c>gcc --version</c>; null where there is no gcc.</summary>
    public static string? Version { get; } = ReadVersion();

    /// <summary>Compiles C to a shared library.</summary>
    /// <exception cref="InvalidOperationException">The compiler refuses the source.</exception>
    public static void Compile(string source, string library)
    {
        using Process gcc = Start([.. Options.Split(' '), "-o", library, "-x", "c", "-"]);
        Task<string> errors = gcc.StandardError.ReadToEndAsync();
        gcc.StandardInput.Write(source);
        gcc.StandardInput.Close();
        gcc.WaitForExit();
        if (gcc.ExitCode != 0)
        {
            throw new InvalidOperationException($"gcc: {errors.Result}");
        }
    }

    private static string? ReadVersion()
    {
        try
        {
            using Process gcc = Start(["--version"]);
            return gcc.StandardOutput.ReadLine();
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static Process Start(string[] arguments) =>
        Process.Start(new ProcessStartInfo("gcc", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
