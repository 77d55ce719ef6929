using Kws.Fast.Kernels;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>
/// Kernels that compute another network than they are given, one fault each: what a comparison on random networks must find.
/// </summary>
internal static class AlteredNetwork
{
    public static TheoryData<string> Faults =>
        ["shift", "rounding", "relu", "saturation", "bias", "stride", "average rounding", "wrap", "last channel"];

    /// <summary>A kernel with one fault.</summary>
    public static KernelEntry Entry(string fault) =>
        new(KernelRegistry.Find("Scalar").Info with { Name = fault }, _ => true, model => new ScalarKernel(Alter(model, fault)));

    private static KwsModel Alter(KwsModel model, string fault)
    {
        Network network = model.Network;
        var altered = new Network(network.Input, network.Layers.Select(layer => Alter(layer, fault)), network.InputBits);
        return new KwsModel(altered, network.Tensors.Select(spec => fault switch
        {
            "bias" when spec.Bits == TensorSpec.BiasBits => [.. model[spec].Select(value => value == int.MaxValue ? value : value + 1)],
            "last channel" when spec.Bits != TensorSpec.BiasBits => model[spec].SetItem(spec.Count - 1, 0),
            _ => model[spec],
        }));
    }

    private static Layer Alter(Layer layer, string fault) => (layer, fault) switch
    {
        (RequantizationLayer { Shift: > 0 } r, "shift") => Requantization(r, r.Shift - 1, r.Rounding, r.Relu, r.SaturationBits),
        (RequantizationLayer r, "rounding") => Requantization(r, r.Shift, Rounding.Floor, r.Relu, r.SaturationBits),
        (RequantizationLayer r, "relu") => Requantization(r, r.Shift, r.Rounding, false, r.SaturationBits),
        (RequantizationLayer r, "saturation") => Requantization(r, r.Shift, r.Rounding, r.Relu, null),
        (DepthwiseConvolutionLayer d, "stride") => new DepthwiseConvolutionLayer(
            d.Name, d.Input, WithLongerStride(d, d.Window), d.Weights.Name, d.Biases?.Name, d.Weights.Bits),
        (ConvolutionLayer c, "stride") => new ConvolutionLayer(
            c.Name, c.Input, c.Output.Channels, WithLongerStride(c, c.Window), c.Weights.Name, c.Biases?.Name, c.Weights.Bits),
        (AveragePoolLayer a, "average rounding") => new AveragePoolLayer(
            a.Name, a.Input, a.Window, a.LeftShift, AverageRounding.Floor, a.WrapBits),
        (AveragePoolLayer a, "wrap") => new AveragePoolLayer(a.Name, a.Input, a.Window, a.LeftShift, a.Rounding),
        _ => layer,
    };

    /// <summary>The window with a longer stride, if the shape of the output stays.</summary>
    private static Window WithLongerStride(Layer layer, Window window)
    {
        Window longer = window with { StrideTime = window.StrideTime + 1 };
        return longer.OutputOf(layer.Input, layer.Output.Channels) == layer.Output ? longer : window;
    }

    private static RequantizationLayer Requantization(RequantizationLayer layer, int shift, Rounding rounding, bool relu, int? bits) =>
        new(layer.Name, layer.Input, shift, rounding, relu, bits);
}
