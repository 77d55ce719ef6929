using System.Globalization;
using Kws.Hardware.Export.Onnx;
using Kws.Hardware.Verification;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>The content of an exported file, and the models that are refused.</summary>
public sealed class OnnxExportTests
{
    private static readonly ModelProto Default = ModelProto.Parser.ParseFrom(OnnxExport.Serialize(KwsModel.Default));

    [Fact]
    public void The_same_model_gives_the_same_bytes() =>
        Assert.Equal(OnnxExport.Serialize(KwsModel.Default), OnnxExport.Serialize(KwsModel.Default));

    [Fact]
    public void The_language_of_the_system_does_not_matter()
    {
        byte[] bytes = OnnxExport.Serialize(KwsModel.Default);
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "~";
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.Equal(bytes, OnnxExport.Serialize(KwsModel.Default));
            A_convolution_that_float32_cannot_hold_is_refused();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Every_layer_of_a_trace_is_a_value_of_its_name()
    {
        IEnumerable<string> layers = DsCnn.Default.Layers.Select(layer => layer.Name);
        Assert.Equal(layers, Default.Graph.ValueInfo.Select(value => value.Name));
        Assert.Superset(layers.ToHashSet(), Default.Graph.Node.Select(node => node.Name).ToHashSet());
        Assert.All(Default.Graph.Node, node => Assert.Equal([node.Name], node.Output));
    }

    [Fact]
    public void Weights_are_bytes_in_the_order_of_weight_h()
    {
        TensorProto weights = Default.Graph.Initializer.Single(tensor => tensor.Name == "conv_1/weights");
        Assert.Equal(DataType.Int8, weights.DataType);
        Assert.Equal([48, 1, 4, 4], weights.Dims);
        Assert.Equal(KwsModel.Default[DsCnn.Default.Tensors[0]], weights.RawData.Select(value => (int)(sbyte)value));
        Assert.Equal(
            4, Default.Graph.Initializer.Count(
                tensor => tensor.Name.EndsWith("/weights", StringComparison.Ordinal) && tensor.DataType == DataType.Int8));
    }

    [Fact]
    public void The_batch_is_open()
    {
        Assert.Equal("N", Default.Graph.Input.Single().Type.TensorType.Shape.Dim[0].DimParam);
        Assert.All(Default.Graph.Output, output => Assert.Equal("N", output.Type.TensorType.Shape.Dim[0].DimParam));
    }

    [Fact]
    public void Every_value_says_its_bounds() =>
        Assert.Equal(
            [
                "-7,354 to 7,325", "-920 to 915", "-88,279 to 88,246", "-5,518 to 5,515", "-5,518 to 5,515", "-1,772,707 to 1,772,392",
                "-6,925 to 6,923", "-540,320 to 540,181",
            ],
            DsCnn.Default.Layers.Select(layer => Default.Graph.Node.Single(node => node.Name == layer.Name).DocString.Split(" from ")[^1]));

    /// <summary>Older tools check both versions, and refuse an operator that the set does not have in this form.</summary>
    [Fact]
    public void Operator_set_13_has_its_file_format_and_axes_as_an_attribute()
    {
        ModelProto older = ModelProto.Parser.ParseFrom(OnnxExport.Serialize(KwsModel.Default, OnnxOperatorSet.Version13));
        Assert.Equal((7, 13), (older.IrVersion, older.OpsetImport.Single().Version));
        Assert.Equal((8, 18), (Default.IrVersion, Default.OpsetImport.Single().Version));
        NodeProto pool = older.Graph.Node.Single(node => node.OpType == "ReduceMax");
        Assert.Single(pool.Input);
        Assert.Equal([2, 3], pool.Attribute.Single(attribute => attribute.Name == "axes").Ints);
        Assert.Equal(Default.Graph.Node.Select(node => node.Name), older.Graph.Node.Select(node => node.Name));
    }

    [Fact]
    public void A_model_that_could_leave_32_bits_is_refused()
    {
        var e = Assert.Throws<NotSupportedException>(() => OnnxExport.Serialize(Models.Constant(31, 0, 0, int.MaxValue, 0)));
        Assert.StartsWith("fc1: values may lie anywhere from -", e.Message, StringComparison.Ordinal);
        Assert.EndsWith(", expected such as fit 32 bits", e.Message, StringComparison.Ordinal);

        var threeBlocks = DsCnn.Parse("4 48 4 4 2 2 48 3 3 1 1 48 3 3 1 1 48 3 3 1 1");
        e = Assert.Throws<NotSupportedException>(() => OnnxExport.Serialize(RandomCases.Model(threeBlocks, 1, seed: 1).Model));
        Assert.StartsWith("conv_ds_2/pw_conv: values may lie anywhere from -", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_that_float32_cannot_hold_is_refused()
    {
        var network = DsCnn.Create(new(1, 200, 100, 1, 1), [new(1, 1, 1, 1, 1)], frames: 200, coefficients: 100);
        KwsModel model = Support.Models.Make(network, (spec, _) => spec.Bits == TensorSpec.BiasBits ? 0 : 31);
        var e = Assert.Throws<NotSupportedException>(() => OnnxExport.Serialize(model));
        Assert.Equal("conv_1: its sums are too large for float32 and its kernel has 20,000 positions, expected at most 1,024", e.Message);
    }
}
