using System.Collections.Immutable;

namespace Kws.Hardware.Export.Verilog;

/// <summary>The Verilog that is the same for all models, and texts of which a few lines are not.</summary>
internal static class VerilogModules
{
    /// <summary>The modules that are copied.</summary>
    public static ImmutableArray<string> Fixed { get; } =
    [
        "kws_argmax.v", "kws_array.v", "kws_control.v", "kws_counters.v", "kws_divide.v", "kws_lane.v", "kws_logits.v", "kws_memory.v",
        "kws_rom.v", "kws_values.v",
    ];

    /// <summary>The text of a module.</summary>
    public static string Read(string name)
    {
        using Stream stream = typeof(VerilogModules).Assembly.GetManifestResourceStream($"Verilog.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The text of a module with the lines that stand for others replaced by them.</summary>
    public static string Read(string name, params (string Mark, IEnumerable<string> Lines)[] replaced)
    {
        string text = Read(name);
        foreach ((string mark, IEnumerable<string> lines) in replaced)
        {
            text = text.Replace($"//@{mark}\n", string.Concat(lines.Select(line => line + "\n")), StringComparison.Ordinal);
        }

        return text;
    }
}
