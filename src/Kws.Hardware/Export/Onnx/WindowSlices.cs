using Kws.Model;

namespace Kws.Hardware.Export.Onnx;

/// <summary>
/// The values under each place of a kernel, for all windows at once: [batch][channel][time of the output][frequency of the output].
/// </summary>
internal sealed class WindowSlices
{
    private readonly OnnxGraph _graph;
    private readonly Layer _layer;
    private readonly Window _window;
    private readonly string _padded;
    private readonly string _axes;
    private readonly string _steps;

    /// <param name="graph">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="windowed">The same layer.</param>
    /// <param name="values">Its input.</param>
    /// <param name="padding">The name of the number outside the input; null for 0.</param>
    public WindowSlices(OnnxGraph graph, Layer layer, IWindowedLayer windowed, string values, string? padding = null)
    {
        (_graph, _layer, _window) = (graph, layer, windowed.Window);
        var pads = new Pads(layer, windowed);
        string counts = graph.List($"{layer.Name}/pads", [0, 0, .. pads.Before, 0, 0, .. pads.After]);
        _padded = graph.Node("Pad", padding is null ? [values, counts] : [values, counts, padding], $"{layer.Name}/padded");
        _axes = graph.List($"{layer.Name}/axes", 2, 3);
        _steps = graph.List($"{layer.Name}/steps", _window.StrideTime, _window.StrideFrequency);
    }

    /// <summary>Adds a slice for each place of the kernel, and what is made of it.</summary>
    /// <param name="make">Takes the number of the place, the name for its nodes and the slice, and returns a name.</param>
    public string[] Select(Func<int, string, string, string> make)
    {
        var names = new string[_window.Taps];
        for (int place = 0; place < names.Length; place++)
        {
            (int time, int frequency) = Math.DivRem(place, _window.KernelFrequency);
            string tap = $"{_layer.Name}/tap_{time}_{frequency}";
            string starts = _graph.List($"{tap}/starts", time, frequency);
            string ends = _graph.List(
                $"{tap}/ends",
                time + ((_layer.Output.Time - 1) * _window.StrideTime) + 1,
                frequency + ((_layer.Output.Frequency - 1) * _window.StrideFrequency) + 1);
            names[place] = make(place, tap, _graph.Node("Slice", [_padded, starts, ends, _axes, _steps], $"{tap}/slice"));
        }

        return names;
    }
}
