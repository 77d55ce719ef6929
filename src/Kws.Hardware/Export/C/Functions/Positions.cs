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

    /// <summary>
    /// The loops over the windows of a layer and its channels: <c>time</c> and <c>frequency</c> are where a window begins, and of a window
    /// that exceeds the input only <c>i0</c> to <c>i1</c> and <c>j0</c> to <c>j1</c> count. <see cref="WindowsEnd"/> closes them.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The shape of its input.</param>
    /// <param name="output">The shape of its output.</param>
    /// <param name="takesRows">True for the rows from <c>first</c> to <c>end</c> alone.</param>
    public static IEnumerable<string> Windows(IWindowedLayer layer, TensorShape input, TensorShape output, bool takesRows = false)
    {
        Window window = layer.Window;
        bool isCut = window.Padding == Padding.Same;
        return
        [
            takesRows ? "  for (int t = first; t < end; t++) {" : $"  for (int t = 0; t < {output.Time}; t++) {{",
            $"  const int time = {Begin(window.StrideTime, "t", layer.PaddingTime)};",
            .. isCut ? [$"  const int {Inside("i", "time", window.KernelTime, input.Time)};"] : Array.Empty<string>(),
            $"  for (int f = 0; f < {output.Frequency}; f++) {{",
            $"  const int frequency = {Begin(window.StrideFrequency, "f", layer.PaddingFrequency)};",
            .. isCut ? [$"  const int {Inside("j", "frequency", window.KernelFrequency, input.Frequency)};"] : Array.Empty<string>(),
            $"  for (int c = 0; c < {output.Channels}; c++) {{",
        ];
    }

    /// <summary>The end of <see cref="Windows"/>.</summary>
    public static string WindowsEnd => "  }}}";

    /// <summary>The loops over one window; the last one has no brace.</summary>
    public static IEnumerable<string> Taps(Window window) => window.Padding == Padding.Same
        ? ["    for (int i = i0; i < i1; i++)", "      for (int j = j0; j < j1; j++)"]
        : [$"    for (int i = 0; i < {window.KernelTime}; i++)", $"      for (int j = 0; j < {window.KernelFrequency}; j++)"];

    /// <summary>The place of a channel in the input, at a tap of a window.</summary>
    public static string Tap(TensorShape input, string channel) => input.Channels == 1
        ? $"(time + i) * {input.Frequency} + frequency + j"
        : $"((time + i) * {input.Frequency} + frequency + j) * {input.Channels} + {channel}";

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

    private static string Begin(int stride, string position, int padding) =>
        (stride == 1 ? position : $"{stride} * {position}") + (padding == 0 ? "" : $" - {padding}");

    private static string Inside(string tap, string begin, int kernel, int size) =>
        $"{tap}0 = {begin} < 0 ? -{begin} : 0, {tap}1 = {begin} > {size - kernel} ? {size} - {begin} : {kernel}";
}
