using System.Runtime.InteropServices;

namespace Kws.Hardware.Benchmarking;

/// <summary>The name of this machine's processor.</summary>
public static class CpuName
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>As Linux knows it; elsewhere its architecture.</summary>
    public static string Current =>
        (File.Exists(CpuInfo) ? Describe(File.ReadLines(CpuInfo)) : null) ?? $"{RuntimeInformation.ProcessArchitecture}";

    /// <summary>The name of the first processor in the text of <c>/proc/cpuinfo</c>, or null where the text tells nothing.</summary>
    /// <param name="lines">Lines of the form "model name : AMD EPYC".</param>
    public static string? Describe(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var values = new Dictionary<string, string>();
        foreach (string line in lines)
        {
            string[] parts = line.Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts is [_, { Length: > 0 } value])
            {
                values.TryAdd(parts[0], value);
            }
        }

        // Virtual machines may tell only the brand ("AMD EPYC"), with no digit that would say which of many it is.
        if (values.TryGetValue("model name", out string? name))
        {
            return name.Any(char.IsAsciiDigit) || !values.TryGetValue("cpu family", out string? family)
                ? name
                : $"{name} (family {family}, model {values.GetValueOrDefault("model", "unknown")})";
        }

        // ARM processors have numbers only.
        string part = values.GetValueOrDefault("CPU part", "unknown");
        return values.TryGetValue("CPU implementer", out string? implementer)
            ? $"{RuntimeInformation.ProcessArchitecture} (implementer {implementer}, part {part})"
            : null;
    }
}
