using System.Globalization;
using Kws.Cli.Output;
using Kws.Hardware.Benchmarking;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>The tables of <c>kws model show</c>.</summary>
internal static class ModelTables
{
    public static TableText Layers(Network network) => new(
        ["layer"],
        ["kind", "output", " products", " at a new frame"],
        [.. network.Layers.Select((layer, index) => (Cell[])[
            layer.Name,
            KindOf(layer),
            $"{layer.Output}",
            .. layer is AccumulatingLayer or RecurrentLayer
                ? (Cell[])[Number(MultiplyAccumulates.Of(layer)), Number(MultiplyAccumulates.AtNewFrame(network, index))]
                : ["", ""]])]);

    public static TableText Tensors(KwsModel model) => new(
        ["tensor"],
        ["axes", " values", " min", " max", " bits"],
        [.. from spec in model.Network.Tensors
        let values = model[spec]
        let min = values.Min()
        let max = values.Max()
        select (Cell[])[
            spec.Name,
            TensorText.Describe(spec.Axes),
            Number(values.Length),
            Number(min),
            Number(max),
            Number(Math.Max(SignedBits(min), SignedBits(max)))]]);

    private static string KindOf(Layer layer) => layer switch
    {
        ConvolutionLayer convolution => $"convolution {WindowText(convolution.Window)}",
        DepthwiseConvolutionLayer depthwise => $"depthwise convolution {WindowText(depthwise.Window)}",
        PointwiseConvolutionLayer => "pointwise convolution",
        FullyConnectedLayer => "fully connected",
        RequantizationLayer narrowed => RequantizationText(narrowed),
        MaxPoolLayer pool => $"max pool {WindowText(pool.Window)}",
        AveragePoolLayer pool =>
            $"average pool {WindowText(pool.Window)}, {(pool.Rounding == AverageRounding.Floor ? "floor" : "towards zero")}"
            + (pool.LeftShift > 0 ? $", shift left {pool.LeftShift}" : ""),
        LstmLayer lstm => LstmText(lstm),
        GruLayer gru => $"GRU, {RecurrentText(gru)}",
        LastFrameLayer => "last frame",
        _ => throw new ArgumentException($"{layer.GetType().Name} has no text", nameof(layer)),
    };

    private static string WindowText(Window window) =>
        $"{window.KernelTime} x {window.KernelFrequency}"
        + ((window.StrideTime, window.StrideFrequency) == (1, 1) ? "" : $", stride {window.StrideTime} x {window.StrideFrequency}")
        + (window.Padding == Padding.Same ? ", same" : "");

    private static string LstmText(LstmLayer layer) =>
        $"LSTM, {RecurrentText(layer)}, cell fraction {layer.CellFraction}"
        + (layer.Peepholes is null ? "" : $", peepholes left {layer.PeepholeShift}")
        + (layer.Projection is null ? "" : $", projection right {layer.ProjectionShift}");

    private static string RecurrentText(RecurrentLayer layer) =>
        $"{layer.Units} units, shift input left {layer.InputShift}, products left {layer.RecurrentShift}";

    private static string RequantizationText(RequantizationLayer layer) =>
        $"shift right {layer.Shift}, {(layer.Rounding == Rounding.Floor ? "floor" : "half up")}"
        + (layer.SaturationBits is { } bits ? $", saturate to {bits} bits" : "")
        + (layer.Relu ? ", ReLU" : "");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The fewest bits of two's complement that hold a value: 6 for -32 to 31.</summary>
    private static int SignedBits(int value) => 1 + (32 - int.LeadingZeroCount(value < 0 ? ~value : value));
}
