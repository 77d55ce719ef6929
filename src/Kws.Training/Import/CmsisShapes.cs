using System.Text.Json;
using Kws.Model;

namespace Kws.Training.Import;

/// <summary>The shapes and windows that <c>network.json</c> states. All that follows from other members must agree with them.</summary>
internal static class CmsisShapes
{
    /// <summary>Checks a stated shape: height (time), width (frequency) and channels, or the number of values alone.</summary>
    /// <exception cref="KwsFormatException">It is another one.</exception>
    public static void Check(JsonMembers json, string name, TensorShape actual)
    {
        int[] shape = Integers(json, name);
        if (!shape.SequenceEqual([actual.Count]) && !shape.SequenceEqual([actual.Time, actual.Frequency, actual.Channels]))
        {
            throw json.Error($"'{name}' is [{Text(shape)}], expected [{actual.Time}, {actual.Frequency}, {actual.Channels}]");
        }
    }

    /// <summary>The number of output channels: the last length of the stated shape of the output.</summary>
    public static int Channels(JsonMembers json) => Integers(json, "output_shape") is [.., var last]
        ? last
        : throw json.Error("'output_shape' is empty, expected the lengths of the axes");

    /// <summary>The window of a layer, with the padding that gives the stated padding and output.</summary>
    /// <exception cref="KwsFormatException">Neither VALID nor SAME does.</exception>
    public static Window Window(JsonMembers json, string layer, TensorShape input)
    {
        (int time, int frequency) = json.Pair("kernel");
        (int strideTime, int strideFrequency) = json.Pair("stride");
        (int top, int left) = json.Pair("padding_top_left");
        int[] output = Integers(json, "output_shape");
        Window same = new Window(time, frequency, strideTime, strideFrequency, Padding.Same).Check(layer, input);
        Window[] candidates = time <= input.Time && frequency <= input.Frequency ? [same with { Padding = Padding.Valid }, same] : [same];
        foreach (Window window in candidates)
        {
            TensorShape given = window.OutputOf(input, 1);
            if (output is [var height, var width, _] && (given.Time, given.Frequency) == (height, width)
                && (window.PaddingTime(input), window.PaddingFrequency(input)) == (top, left))
            {
                return window;
            }
        }

        throw json.Error(
            $"padding [{top}, {left}] to 'output_shape' [{Text(output)}] is neither VALID nor SAME of {input}: SAME is "
                + $"padding [{same.PaddingTime(input)}, {same.PaddingFrequency(input)}] to [{same.OutputOf(input, 1).Time}, "
            + $"{same.OutputOf(input, 1).Frequency}]");
    }

    private static string Text(int[] shape) => Excerpt.Of(string.Join(", ", shape));

    private static int[] Integers(JsonMembers json, string name) => [.. json.Array(name).Select(
        value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int integer)
            ? integer
            : throw json.Error($"'{name}' has {Excerpt.Of(value.GetRawText())}, expected integers"))];
}
