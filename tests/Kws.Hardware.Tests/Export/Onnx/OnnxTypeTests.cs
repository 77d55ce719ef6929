using System.Collections.Immutable;
using Kws.Hardware.Export.Onnx;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>The types of numbers in exported graphs: no doubles and no arithmetic of int64, and no floats in the integer form.</summary>
public sealed class OnnxTypeTests
{
    /// <summary>The operators that ONNX gives lists of axes, lengths and places as int64, and those that compute such lists.</summary>
    private static readonly ImmutableHashSet<string> OfShapes =
        ["Concat", "Expand", "Pad", "ReduceMax", "ReduceSum", "Reshape", "Shape", "Slice", "Split", "Squeeze", "Unsqueeze"];

    public static TheoryData<string> Narrow => [.. OnnxModels.NarrowNames];

    public static TheoryData<string> OfIntegers => [.. OnnxModels.IntegerNames];

    [Theory]
    [MemberData(nameof(Narrow))]
    public void A_graph_has_neither_doubles_nor_arithmetic_of_int64(string name)
    {
        var notes = new List<string>();
        var types = new GraphTypes(OnnxExport.Serialize(OnnxModels.Get(name), OnnxOperatorSet.Version13, noteDoubles: notes.Add));
        Assert.DoesNotContain(DataType.Double, types.All);
        Assert.Subset(OfShapes, types.OperatorsOn(DataType.Int64));
        Assert.Empty(notes);
    }

    [Theory]
    [MemberData(nameof(OfIntegers))]
    public void The_integer_form_has_no_floats_and_multiplies_bytes(string name)
    {
        var types = new GraphTypes(OnnxExport.Serialize(OnnxModels.Get(name), OnnxOperatorSet.Version13, OnnxForm.Integers));
        Assert.DoesNotContain(DataType.Double, types.All);
        Assert.DoesNotContain(DataType.Float, types.All);
        Assert.Subset(OfShapes, types.OperatorsOn(DataType.Int64));
        Assert.Empty(types.Operators.Intersect(["Conv", "Gemm", "MatMul", "MaxPool", "Floor", "Sum"]));
        Assert.NotEmpty(types.Operators.Intersect(["ConvInteger", "MatMulInteger"]));
        Assert.Subset(new HashSet<string>(["ConvInteger", "MatMulInteger", "Expand", "Scan"]), types.OperatorsOn(DataType.Uint8));
    }

    /// <summary>The checks above see doubles where they are.</summary>
    [Fact]
    public void A_layer_that_leaves_int32_is_computed_in_doubles_and_noted()
    {
        var notes = new List<string>();
        var types = new GraphTypes(OnnxExport.Serialize(OnnxModels.Get(OnnxModels.Doubles), noteDoubles: notes.Add));
        Assert.Contains(DataType.Double, types.All);
        string note = Assert.Single(notes);
        Assert.StartsWith("fc1/requantized: numbers on the way to its values are from -", note, StringComparison.Ordinal);
        Assert.EndsWith(", which int32 does not hold: the layer is computed in doubles", note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_has_the_first_type_that_holds_it()
    {
        // Weights of 31 and -32 reach the bounds of any model.
        KwsModel model = Support.Models.Extreme;
        var graph = ModelProto.Parser.ParseFrom(OnnxExport.Serialize(model)).Graph;
        Assert.Equal(
            [
                ("conv_1", DataType.Float), ("conv_1/floor8", DataType.Float), ("conv_ds_1/dw_conv", DataType.Float),
                ("conv_ds_1/dw_conv/floor16", DataType.Float), ("max_pool", DataType.Float), ("conv_ds_1/pw_conv", DataType.Int32),
                ("conv_ds_1/pw_conv/floor256", DataType.Int32), ("fc1", DataType.Int32),
            ],
            graph.ValueInfo.Select(value => (value.Name, value.Type.TensorType.ElemType)));
        Assert.All(
            ModelProto.Parser.ParseFrom(OnnxExport.Serialize(KwsModel.Default)).Graph.ValueInfo,
            value => Assert.Equal(DataType.Float, value.Type.TensorType.ElemType));
    }

    [Fact]
    public void The_integer_form_refuses_what_does_not_fit_its_types()
    {
        Assert.Equal(
            "conv_ds_1/dw_conv: its inputs are from -920 to 915, 11 bits, expected at most 8 in the integer form",
            Refusal(KwsModel.Default));
        string wide = Refusal(OnnxModels.Get(OnnxModels.Doubles));
        Assert.StartsWith("fc1/requantized: numbers on the way to its values are from -", wide, StringComparison.Ordinal);
        Assert.EndsWith(", 33 bits, expected at most 32 in the integer form", wide, StringComparison.Ordinal);

        static string Refusal(KwsModel model) =>
            Assert.Throws<NotSupportedException>(() => OnnxExport.Serialize(model, form: OnnxForm.Integers)).Message;
    }
}
