using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Requantisations as a floor division and Clip.</summary>
internal static class RequantizationNodes
{
    public static string Add(OnnxLayers to, RequantizationLayer layer, ValueRange input)
    {
        bool clips = layer.Relu || layer.SaturationBits is not null;
        string floor = Division(layer, input).Add(to.Graph, to.Type, to.Values, clips ? $"{layer.Name}/floor" : layer.Name);
        if (!clips)
        {
            return floor;
        }

        string least = to.Graph.Numbers($"{layer.Name}/min", to.Type, [layer.MinOutput]);
        string[] ends = layer.SaturationBits is null
            ? [least]
            : [least, to.Graph.Numbers($"{layer.Name}/max", to.Type, [layer.MaxOutput])];
        return to.Graph.Node("Clip", [floor, .. ends], layer.Name);
    }

    /// <summary>The division of a layer whose input has a range.</summary>
    public static FloorDivision Division(RequantizationLayer layer, ValueRange input) =>
        FloorDivision.Of(input, layer.Rounding == Rounding.HalfUp, layer.Shift);
}
