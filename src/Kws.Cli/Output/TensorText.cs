using System.Globalization;
using Kws.Model;

namespace Kws.Cli.Output;

/// <summary>
/// Prints the values of a layer or tensor: a heading with name and axes, then lines of values, each headed by its position
/// on all axes but the last. Values are separated by single spaces, so that a changed value changes its own line only. A
/// terminal breaks long lines between values.
/// </summary>
internal static class TensorText
{
    public static void Write(Screen screen, LayerValues layer)
    {
        TensorShape shape = layer.Shape;
        Write(
            screen, layer.Name, [new("time", shape.Time), new("frequency", shape.Frequency), new("channel", shape.Channels)],
            layer.Values.AsSpan());
    }

    public static void Write(Screen screen, string name, IReadOnlyList<TensorAxis> axes, ReadOnlySpan<int> values)
    {
        screen.WriteLine($"{name} {Describe(axes)}");

        // Axes of length 1 hold no information: the last of the others runs along the line.
        TensorAxis[] varying = [.. axes.Where(axis => axis.Length > 1)];
        int width = varying.Length > 0 ? varying[^1].Length : 1;
        for (int start = 0; start < values.Length; start += width)
        {
            int[] line = values.Slice(start, width).ToArray();
            IEnumerable<string> numbers = line.Select(value => value.ToString(CultureInfo.InvariantCulture));
            screen.WriteLine(Position(varying, start / width) + string.Join(' ', numbers), indent: 2);
        }
    }

    /// <summary>The axes as <c>[time 14][frequency 4][channel 48]</c>.</summary>
    public static string Describe(IEnumerable<TensorAxis> axes) => string.Concat(axes.Select(axis => $"[{axis.Name} {axis.Length}]"));

    private static string Position(ReadOnlySpan<TensorAxis> varying, int line)
    {
        string position = "";
        for (int axis = varying.Length - 2; axis >= 0; axis--)
        {
            string separator = position.Length == 0 ? ": " : ", ";
            position = $"{varying[axis].Name} {line % varying[axis].Length}{separator}{position}";
            line /= varying[axis].Length;
        }

        return position;
    }
}
