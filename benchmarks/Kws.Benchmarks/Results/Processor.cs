using System.Text.RegularExpressions;
using Kws.Hardware.Benchmarking;

namespace Kws.Benchmarks.Results;

/// <summary>The processor of a run.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Folder">The folder of its results.</param>
internal sealed partial record Processor(string Name, string Folder)
{
    // Virtual machines hide the model behind a brand; family and model number say which it is.
    private static readonly Dictionary<string, Processor> Known = new()
    {
        ["AMD EPYC (family 26, model 2)"] = new("AMD EPYC (Zen 5)", "amd-zen5"),
        ["Intel(R) Xeon(R) Processor (family 6, model 207)"] = new("Intel Xeon (Emerald Rapids)", "intel-emerald-rapids"),
    };

    /// <summary>That of this machine.</summary>
    public static Processor Current => Of(CpuName.Current);

    /// <summary>That of a name as <see cref="CpuName"/> gives it.</summary>
    public static Processor Of(string name) =>
        Known.TryGetValue(name, out Processor? known)
            ? known
            : new Processor(name, NoLetters().Replace(name.ToLowerInvariant(), "-").Trim('-'));

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoLetters();
}
