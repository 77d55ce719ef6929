using FsCheck.Xunit;
using Kws.Model.Tests.Support;

namespace Kws.Model.Tests;

public class LayerPlanTests
{
    [Fact]
    public void The_default_layers_are_those_of_the_specification() =>
        Assert.Equal(
            [
                "conv_1 14 x 4 x 48",
                "conv_1/floor8 14 x 4 x 48",
                "conv_ds_1/dw_conv 14 x 4 x 48",
                "conv_ds_1/dw_conv/floor16 14 x 4 x 48",
                "max_pool 1 x 1 x 48",
                "conv_ds_1/pw_conv 1 x 1 x 16",
                "conv_ds_1/pw_conv/floor256 1 x 1 x 16",
                "fc1 1 x 1 x 4",
            ],
            DsCnn.Default.Layers.Select(layer => layer.ToString()));

    [Fact]
    public void The_default_tensors_are_those_of_the_specification() =>
        Assert.Equal(
            [
                "DS-CNN/conv_1/weights:0 [channel 48][time 4][frequency 4]",
                "DS-CNN/conv_ds_1/dw_conv/depthwise_weights:0 [time 3][frequency 3][channel 48]",
                "DS-CNN/conv_ds_1/pw_conv/weights:0 [out 16][in 48]",
                "DS-CNN/fc1/weights:0 [out 4][in 16]",
                "DS-CNN/fc1/biases:0 [out 4]",
            ],
            DsCnn.Default.Tensors.Select(tensor => tensor.ToString()));

    [Fact]
    public void The_pool_stands_between_depthwise_and_pointwise_of_the_last_block_only()
    {
        // Two blocks, the first with stride 2 x 1: TensorFlow's SAME gives ceil(14 / 2) = 7 frames.
        Network network = DsCnn.Parse("3 8 4 4 2 2 6 3 3 2 1 5 2 2 1 1", labelCount: 3);
        Assert.Equal(
            [
                "conv_1 14 x 4 x 8",
                "conv_1/floor8 14 x 4 x 8",
                "conv_ds_1/dw_conv 7 x 4 x 8",
                "conv_ds_1/dw_conv/floor16 7 x 4 x 8",
                "conv_ds_1/pw_conv 7 x 4 x 6",
                "conv_ds_1/pw_conv/floor256 7 x 4 x 6",
                "conv_ds_2/dw_conv 7 x 4 x 6",
                "conv_ds_2/dw_conv/floor16 7 x 4 x 6",
                "max_pool 1 x 1 x 6",
                "conv_ds_2/pw_conv 1 x 1 x 5",
                "conv_ds_2/pw_conv/floor256 1 x 1 x 5",
                "fc1 1 x 1 x 3",
            ],
            network.Layers.Select(layer => layer.ToString()));
    }

    [Theory]
    [InlineData(14, 3, 1, 14, 1)] // odd kernel: the same on both sides
    [InlineData(14, 2, 1, 14, 0)] // even kernel: the odd one goes behind the last sample
    [InlineData(14, 4, 1, 14, 1)]
    [InlineData(14, 3, 2, 7, 0)]
    [InlineData(13, 3, 2, 7, 1)]
    [InlineData(13, 6, 5, 3, 1)] // the example of TensorFlow's documentation: 1 before, 2 behind
    [InlineData(13, 1, 5, 3, 0)] // stride larger than the kernel: nothing missing
    [InlineData(1, 7, 1, 1, 3)]
    public void Same_padding_is_that_of_TensorFlow(int input, int kernel, int stride, int output, int padding)
    {
        DepthwiseConvolutionLayer time = Depthwise(new(1, kernel, 1, stride, 1), input, 1);
        Assert.Equal(new TensorShape(output, 1, 1), time.Output);
        Assert.Equal((padding, 0), (time.PaddingTime, time.PaddingFrequency));

        DepthwiseConvolutionLayer frequency = Depthwise(new(1, 1, kernel, 1, stride), 1, input);
        Assert.Equal(new TensorShape(1, output, 1), frequency.Output);
        Assert.Equal((0, padding), (frequency.PaddingTime, frequency.PaddingFrequency));
    }

    [Property(Arbitrary = [typeof(Generators)])]
    public void Every_layer_takes_what_the_one_before_gives(Network network)
    {
        TensorShape shape = network.Input;
        foreach (Layer layer in network.Layers)
        {
            Assert.Equal(shape, layer.Input);
            shape = layer.Output;
        }

        Assert.Equal(new TensorShape(1, 1, network.LabelCount), shape);
        Assert.Single(network.Layers, layer => layer is MaxPoolLayer);
    }

    private static DepthwiseConvolutionLayer Depthwise(ConvolutionSpec block, int frames, int coefficients) =>
        DsCnn.Create(new(1, 1, 1, 1, 1), [block], 1, frames, coefficients)
            .Layers.OfType<DepthwiseConvolutionLayer>().Single();
}
