using Kws.Model;

namespace Kws.Hardware.Export.C.Functions;

/// <summary>Lines of loops over positions and windows, without what a size of 1 or 0 makes superfluous.</summary>
internal static class Positions
{
    /// <summary>The loops over the positions and channels of a layer's output, of which the last one opens a brace.</summary>
    public static IEnumerable<string> Loops(TensorShape output) =>
    [
        .. output.Time > 1 ? [$"  for (int t = 0; t < {output.Time}; t++)"] : Array.Empty<string>(),
        .. output.Frequency > 1 ? [$"  for (int f = 0; f < {output.Frequency}; f++)"] : Array.Empty<string>(),
        $"  for (int c = 0; c < {output.Channels}; c++) {{",
    ];

    /// <summary>The loops over a window, up to the place in the input; the last one opens a brace.</summary>
    public static IEnumerable<string> Window(IWindowedLayer layer, TensorShape input, TensorShape output)
    {
        Window window = layer.Window;
        yield return $"    for (int i = 0; i < {window.KernelTime}; i++)";
        yield return $"      for (int j = 0; j < {window.KernelFrequency}; j++) {{";
        yield return $"        const int time = {Place("t", output.Time, window.StrideTime, "i", layer.PaddingTime)};";
        yield return $"        const int frequency = {Place("f", output.Frequency, window.StrideFrequency, "j", layer.PaddingFrequency)};";
        if (window.Padding == Padding.Same)
        {
            yield return $"        if (time < 0 || time >= {input.Time} || frequency < 0 || frequency >= {input.Frequency})";
            yield return "          continue;";
        }
    }

    /// <summary>The place of a channel in the input, at the position of a window's tap.</summary>
    public static string Tap(TensorShape input, string channel) => input switch
    {
        { Channels: 1 } => $"time * {input.Frequency} + frequency",
        _ => $"(time * {input.Frequency} + frequency) * {input.Channels} + {channel}",
    };

    /// <summary>The place of a channel at the position of the outer loops.</summary>
    public static string Value(TensorShape shape, string channel) => shape switch
    {
        { Time: 1, Frequency: 1 } => channel,
        { Time: 1 } => $"f * {shape.Channels} + {channel}",
        { Frequency: 1 } => $"t * {shape.Channels} + {channel}",
        _ => $"(t * {shape.Frequency} + f) * {shape.Channels} + {channel}",
    };

    /// <summary>True at the first position of the outer loops.</summary>
    public static string IsFirst(TensorShape shape) => shape switch
    {
        { Time: 1, Frequency: 1 } => "1",
        { Time: 1 } => "f == 0",
        { Frequency: 1 } => "t == 0",
        _ => "(t == 0 && f == 0)",
    };

    private static string Place(string position, int positions, int stride, string tap, int padding)
    {
        string start = positions == 1 ? "" : stride == 1 ? $"{position} + " : $"{stride} * {position} + ";
        return start + tap + (padding == 0 ? "" : $" - {padding}");
    }
}
