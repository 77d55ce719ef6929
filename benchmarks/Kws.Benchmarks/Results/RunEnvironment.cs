using System.Reflection;
using System.Runtime.InteropServices;
using Kws.Fast;
using Microsoft.ML.OnnxRuntime;

namespace Kws.Benchmarks.Results;

/// <summary>The machine and the software of a run.</summary>
/// <param name="Processor">The name of the processor.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="OperatingSystem">The operating system.</param>
/// <param name="DotNet">The .NET runtime.</param>
/// <param name="BenchmarkDotNet">The version of BenchmarkDotNet.</param>
/// <param name="OnnxRuntime">The version of ONNX Runtime.</param>
/// <param name="Gcc">The compiler and its options; null where there was none.</param>
/// <param name="KwsFast">The version of Kws.Fast, with its commit.</param>
/// <param name="Date">The day, UTC.</param>
internal sealed record RunEnvironment(
    string Processor,
    int Cores,
    string OperatingSystem,
    string DotNet,
    string BenchmarkDotNet,
    string OnnxRuntime,
    string? Gcc,
    string KwsFast,
    DateOnly Date)
{
    /// <summary>That of this process.</summary>
    public static RunEnvironment Current => new(
        Results.Processor.Current.Name,
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        Version(typeof(BenchmarkDotNet.Running.BenchmarkRunner)).Split('+')[0],
        OrtEnv.Instance().GetVersionString(),
        Peers.Native.Gcc.Version is { } version ? $"{version}, {Peers.Native.Gcc.Options}" : null,
        Version(typeof(KwsClassifier)),
        DateOnly.FromDateTime(DateTime.UtcNow));

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
