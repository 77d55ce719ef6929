using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>Lays the layers of a topology one behind the other and works out every shape.</summary>
internal static class LayerPlan
{
    private const string Scope = "DS-CNN/";

    public static ImmutableArray<Layer> Build(Network network)
    {
        var layers = ImmutableArray.CreateBuilder<Layer>();
        TensorShape shape = network.Input;

        ConvolutionSpec conv = network.Convolution;
        Add(new Layer
        {
            Name = "conv_1",
            Kind = LayerKind.Convolution,
            Input = shape,
            Output = new TensorShape(
                ((shape.Time - conv.KernelTime) / conv.StrideTime) + 1,
                ((shape.Frequency - conv.KernelFrequency) / conv.StrideFrequency) + 1,
                conv.Channels),
            Window = conv,
            Weights = new TensorSpec(
                Scope + "conv_1/weights:0", isBias: false,
                new("channel", conv.Channels), new("time", conv.KernelTime), new("frequency", conv.KernelFrequency)),
        });
        AddFloorDivision(DsCnn.ConvolutionShift);

        for (int i = 0; i < network.Blocks.Length; i++)
        {
            ConvolutionSpec block = network.Blocks[i];
            string name = $"conv_ds_{i + 1}";
            int time = DivideUp(shape.Time, block.StrideTime);
            int frequency = DivideUp(shape.Frequency, block.StrideFrequency);
            Add(new Layer
            {
                Name = name + "/dw_conv",
                Kind = LayerKind.DepthwiseConvolution,
                Input = shape,
                Output = shape with { Time = time, Frequency = frequency },
                Window = block with { Channels = shape.Channels },
                PaddingTime = SamePadding(shape.Time, time, block.KernelTime, block.StrideTime),
                PaddingFrequency = SamePadding(shape.Frequency, frequency, block.KernelFrequency, block.StrideFrequency),
                Weights = new TensorSpec(
                    $"{Scope}{name}/dw_conv/depthwise_weights:0", isBias: false,
                    new("time", block.KernelTime), new("frequency", block.KernelFrequency), new("channel", shape.Channels)),
            });
            AddFloorDivision(DsCnn.DepthwiseShift);

            if (i == network.Blocks.Length - 1)
            {
                Add(new Layer
                {
                    Name = "max_pool",
                    Kind = LayerKind.GlobalMaxPool,
                    Input = shape,
                    Output = new TensorShape(1, 1, shape.Channels),
                });
            }

            Add(new Layer
            {
                Name = name + "/pw_conv",
                Kind = LayerKind.PointwiseConvolution,
                Input = shape,
                Output = shape with { Channels = block.Channels },
                Weights = new TensorSpec(
                    $"{Scope}{name}/pw_conv/weights:0", isBias: false, new("out", block.Channels), new("in", shape.Channels)),
            });
            AddFloorDivision(DsCnn.PointwiseShift);
        }

        Add(new Layer
        {
            Name = "fc1",
            Kind = LayerKind.FullyConnected,
            Input = shape,
            Output = new TensorShape(1, 1, network.LabelCount),
            Weights = new TensorSpec(Scope + "fc1/weights:0", isBias: false, new("out", network.LabelCount), new("in", shape.Channels)),
            Biases = new TensorSpec(Scope + "fc1/biases:0", isBias: true, new TensorAxis("out", network.LabelCount)),
        });
        return layers.ToImmutable();

        void Add(Layer layer)
        {
            layers.Add(layer);
            shape = layer.Output;
        }

        void AddFloorDivision(int shift) => Add(new Layer
        {
            Name = $"{layers[^1].Name}/floor{1 << shift}",
            Kind = LayerKind.FloorDivision,
            Input = shape,
            Output = shape,
            Shift = shift,
        });
    }

    private static int DivideUp(int value, int divisor) => (value + divisor - 1) / divisor;

    /// <summary>TensorFlow's SAME: half of the missing samples go before the first one, rounded down.</summary>
    private static int SamePadding(int input, int output, int kernel, int stride) =>
        Math.Max(((output - 1) * stride) + kernel - input, 0) / 2;
}
