using FsCheck.Xunit;
using Kws.Model.Tests.Support;

namespace Kws.Model.Tests;

public class TopologyTests
{
    private const string DefaultInfo = "2 48 4 4 2 2 16 3 3 1 1";

    [Fact]
    public void The_default_is_the_trained_model()
    {
        Assert.Equal(DefaultInfo, DsCnn.Default.ToString());
        Assert.Equal(DsCnn.Default, DsCnn.Parse(DefaultInfo));
        Assert.Equal(new TensorShape(30, 10, 1), DsCnn.Default.Input);
        Assert.Equal(4, DsCnn.Default.LabelCount);
    }

    [Fact]
    public void Numbers_may_be_separated_by_commas_tabs_and_several_blanks() =>
        Assert.Equal(DsCnn.Default, DsCnn.Parse("2, 48,4 4\t2  2 16 3 3 1 1 "));

    [Property(Arbitrary = [typeof(Generators)])]
    public void What_is_printed_can_be_parsed(Network network)
    {
        Network again = DsCnn.Parse(network.ToString(), network.LabelCount, network.Input.Time, network.Input.Frequency);
        Assert.Equal(network, again);
        Assert.Equal(network.GetHashCode(), again.GetHashCode());
    }

    [Theory]
    [InlineData("2 47 4 4 2 2 16 3 3 1 1", 4, 30, 10)]
    [InlineData("2 48 4 4 2 2 16 3 3 1 2", 4, 30, 10)]
    [InlineData("3 48 4 4 2 2 16 3 3 1 1 16 3 3 1 1", 4, 30, 10)]
    [InlineData(DefaultInfo, 5, 30, 10)]
    [InlineData(DefaultInfo, 4, 31, 10)]
    [InlineData(DefaultInfo, 4, 30, 11)]
    public void Every_number_counts_for_equality(string info, int labels, int frames, int coefficients) =>
        Assert.NotEqual(DsCnn.Default, DsCnn.Parse(info, labels, frames, coefficients));

    [Theory]
    [InlineData("", "model_size_info: 0 numbers for 0 layers, expected the number of layers and then 5 numbers for each")]
    [InlineData(
        "2 48 4 4 2 2 16 3 3 1", "model_size_info: 10 numbers for 2 layers, expected the number of layers and then 5 numbers for each")]
    [InlineData(
        "2 48 4 4 2 2 16 3 3 1 1 1", "model_size_info: 12 numbers for 2 layers, expected the number of layers and then 5 numbers for each")]
    [InlineData(
        "2147483647 1 1 1 1 1",
        "model_size_info: 6 numbers for 2147483647 layers, expected the number of layers and then 5 numbers for each")]
    [InlineData("2 48 x 4", "model_size_info: number 2 is 'x', expected an integer")]
    [InlineData("2 99999999999", "model_size_info: number 1 is '99999999999', expected an integer")]
    public void Text_that_is_no_model_size_info_is_a_format_error(string info, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => DsCnn.Parse(info)).Message);

    [Theory]
    [InlineData("2 0 4 4 2 2 16 3 3 1 1", 4, "conv_1: channels is 0, expected 1 to 1024")]
    [InlineData("2 48 4 -4 2 2 16 3 3 1 1", 4, "conv_1: kernel frequency is -4, expected 1 to 1024")]
    [InlineData("2 48 4 4 2 2 16 3 3 0 1", 4, "conv_ds_1/dw_conv: stride time is 0, expected 1 to 1024")]
    [InlineData("2 48 4 4 2 2 1025 3 3 1 1", 4, "conv_ds_1: channels is 1025, expected 1 to 1024")]
    [InlineData("2 48 31 4 2 2 16 3 3 1 1", 4, "conv_1: kernel 31 x 4 is larger than the input 30 x 10")]
    [InlineData("2 48 4 11 2 2 16 3 3 1 1", 4, "conv_1: kernel 4 x 11 is larger than the input 30 x 10")]
    [InlineData("1 48 4 4 2 2", 4, "0 depthwise-separable blocks, expected 1 to 32: the max pool is inside the last one")]
    [InlineData(DefaultInfo, 0, "number of labels is 0, expected 1 to 1024")]
    public void Numbers_out_of_range_are_named(string info, int labels, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => DsCnn.Parse(info, labels)).Message);

    [Fact]
    public void The_number_of_blocks_is_limited()
    {
        var spec = new ConvolutionSpec(1, 1, 1, 1, 1);
        Assert.Equal(33, DsCnn.Specs(DsCnn.Create(spec, Enumerable.Repeat(spec, 32))).Length);
        Assert.Throws<ArgumentException>(() => DsCnn.Create(spec, Enumerable.Repeat(spec, 33)));
    }
}
