using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Requantisations as Add, Div, Floor and Clip. A division by a power of two changes the exponent alone.</summary>
internal static class RequantizationNodes
{
    public static string Add(OnnxLayers to, RequantizationLayer layer)
    {
        bool clips = layer.Relu || layer.SaturationBits is not null;
        string values = layer.Half == 0
            ? to.Values
            : to.Graph.Node("Add", [to.Values, to.Number($"{layer.Name}/half", layer.Half)], $"{layer.Name}/raised");
        string quotient = to.Graph.Node("Div", [values, to.Number($"{layer.Name}/divisor", 1L << layer.Shift)], $"{layer.Name}/quotient");
        string floor = to.Graph.Node("Floor", [quotient], clips ? $"{layer.Name}/floor" : layer.Name);
        if (!clips)
        {
            return floor;
        }

        string least = to.Number($"{layer.Name}/min", layer.MinOutput);
        string[] ends = layer.SaturationBits is null ? [least] : [least, to.Number($"{layer.Name}/max", layer.MaxOutput)];
        return to.Graph.Node("Clip", [floor, .. ends], layer.Name);
    }
}
