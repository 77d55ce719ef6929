using Kws.Hardware.Export;
using Kws.Hardware.Ranges;
using Kws.Hardware.Tests.Export.Support;
using Kws.Model;

namespace Kws.Hardware.Tests.Export;

/// <summary>Widths follow from the topology: wide enough for everything, and no bit too wide.</summary>
public sealed class VectorWidthTests
{
    [Theory]
    [InlineData("conv_1", -15_872, 16_384, 16)]
    [InlineData("conv_1/floor8", -1_984, 2_048, 13)]
    [InlineData("conv_ds_1/dw_conv", -589_824, 571_392, 21)]
    [InlineData("conv_ds_1/dw_conv/floor16", -36_864, 35_712, 17)]
    [InlineData("max_pool", -36_864, 35_712, 17)]
    [InlineData("conv_ds_1/pw_conv", -54_853_632, 56_623_104, 27)]
    [InlineData("conv_ds_1/pw_conv/floor256", -214_272, 221_184, 19)]
    [InlineData("fc1", -113_246_208 - 108, 109_707_264 + 159, 28)]
    public void Bounds_of_the_default_model_are_those_of_the_specification(string layer, long low, long high, int bits)
    {
        ValueRange bounds = VectorExport.Bounds(KwsModel.Default).Single(one => one.Layer.Name == layer)[Quantity.Output]!.Value;
        Assert.Equal(new ValueRange(low, high), bounds);
        Assert.Equal(bits, bounds.Bits);
    }

    [Fact]
    public void No_layer_could_be_a_bit_narrower()
    {
        // conv_1 needs its last bit for 16,384 alone, which only the other sign of weights reaches.
        KwsModel[] models = [Models.Extreme, Models.Make(spec => spec.Name.EndsWith("biases:0", StringComparison.Ordinal) ? 0 : -32)];
        InferenceTrace[] traces = [.. models.Select(model => Models.Uniform(model, -32).Trace)];
        Assert.All(VectorExport.Bounds(Models.Extreme), bounds =>
            Assert.Equal(bounds[Quantity.Output]!.Value.Bits, traces.Max(trace => ValueRange.Of(trace[bounds.Layer.Name].Values).Bits)));
    }

    [Fact]
    public void With_many_blocks_values_end_where_the_reference_refuses_them()
    {
        KwsModel model = Models.Make(DsCnn.Parse("6" + string.Concat(Enumerable.Repeat(" 48 3 3 1 1", 6))), (_, _) => 1);
        Assert.Equal(32, VectorExport.Bounds(model).Max(bounds => bounds[Quantity.Output]!.Value.Bits));
    }

    [Fact]
    public void Operands_and_products_are_apart_from_sums()
    {
        LayerRanges pointwise = VectorExport.Bounds(KwsModel.Default).Single(one => one.Layer is PointwiseConvolutionLayer);
        Quantity[] quantities = [Quantity.Input, Quantity.Weight, Quantity.Product, Quantity.Sum];
        Assert.Equal([17, 6, 22, 27], quantities.Select(quantity => pointwise[quantity]!.Value.Bits));
    }
}
