using Kws.Model;

namespace Kws.Hardware.Export.C.Functions;

/// <summary>The function of a layer whose values are sums of products: loops as those of the reference.</summary>
internal static class SumFunction
{
    /// <param name="step">The step.</param>
    /// <param name="takesRows">True if the function computes the rows from <c>first</c> to <c>end</c> alone.</param>
    public static IEnumerable<string> Lines(CStep step, bool takesRows)
    {
        var layer = (AccumulatingLayer)step.Layer;
        string start = layer.Biases is null ? "0" : $"{step.Name}_biases[c]";
        return
        [
            .. layer is IWindowedLayer windowed
                ? Positions.Windows(windowed, layer.Input, layer.Output, takesRows)
                : Positions.Loops(layer.Output),
            $"    {step.SumType} sum = {start};",
            .. Products(step, layer, $"{step.Name}_weights"),
            .. Narrowing.Lines(step, Positions.Value(layer.Output, "c")),
            layer is IWindowedLayer ? Positions.WindowsEnd : "  }",
        ];
    }

    private static IEnumerable<string> Products(CStep step, AccumulatingLayer layer, string weights)
    {
        TensorShape input = layer.Input;
        string sum = step.SumType == CType.Word ? "sum += in" : $"sum += ({step.SumType})in";
        return layer switch
        {
            DepthwiseConvolutionLayer depthwise =>
                [.. Positions.Taps(depthwise.Window), $"        {sum}[{Positions.Tap(input, "c")}] * {weights}[i][j][c];"],
            ConvolutionLayer { Input.Channels: 1 } convolution =>
                [.. Positions.Taps(convolution.Window), $"        {sum}[{Positions.Tap(input, "0")}] * {weights}[c][i][j];"],
            ConvolutionLayer convolution =>
            [
                .. Positions.Taps(convolution.Window),
                $"        for (int k = 0; k < {input.Channels}; k++)",
                $"          {sum}[{Positions.Tap(input, "k")}] * {weights}[c][i][j][k];",
            ],
            PointwiseConvolutionLayer =>
            [
                $"    for (int k = 0; k < {input.Channels}; k++)",
                $"      {sum}[{Positions.Value(input, "k")}] * {weights}[c][k];",
            ],
            FullyConnectedLayer =>
            [
                $"    for (int k = 0; k < {input.Count}; k++)",
                $"      {sum}[k] * {weights}[c][k];",
            ],
            _ => throw new ArgumentException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}", nameof(layer)),
        };
    }
}
