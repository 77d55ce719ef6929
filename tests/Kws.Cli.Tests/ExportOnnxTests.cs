using Kws.Cli.Tests.Support;
using Kws.Hardware.Export.Onnx;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class ExportOnnxTests
{
    [Fact]
    public void The_file_is_the_model_of_the_options()
    {
        using var directory = new TemporaryDirectory();
        string output = directory.PathOf("kws.onnx");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("export", "onnx", "--output", output));
        Assert.Equal(OnnxExport.Serialize(KwsModel.Default), File.ReadAllBytes(output));

        string labels = directory.Write("labels.txt", "a\nb\nc\nd\n");
        Assert.Equal(0, CliResult.Run("export", "onnx", "--output", output, "--labels", labels).ExitCode);
        KwsModel expected = new(
            DsCnn.Default, DsCnn.Default.Tensors.Select(spec => KwsModel.Default[spec]), ["a", "b", "c", "d"]);
        Assert.Equal(OnnxExport.Serialize(expected), File.ReadAllBytes(output));
        Assert.Equal(["kws.onnx", "labels.txt"], directory.Names);
    }

    [Fact]
    public void A_model_that_could_leave_32_bits_is_refused_and_nothing_written()
    {
        using var directory = new TemporaryDirectory();
        string weights = directory.PathOf("weight.h");
        WeightFile.Write(weights, Models.Make(DsCnn.Default, (spec, _) => spec.Bits == TensorSpec.BiasBits ? int.MaxValue : 1));
        CliResult.Run("export", "onnx", "--output", directory.PathOf("kws.onnx"), "--weights", weights).AssertFailed(
            3,
            "this model cannot be written as ONNX: fc1: values may lie anywhere from 2,147,483,535 to 2,147,483,743, expected such as "
                + "fit 32 bits");
        Assert.Equal(["weight.h"], directory.Names);
    }

    [Fact]
    public void The_operator_set_is_that_of_the_option()
    {
        using var directory = new TemporaryDirectory();
        string output = directory.PathOf("kws.onnx");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("export", "onnx", "--output", output, "--opset", "13"));
        Assert.Equal(OnnxExport.Serialize(KwsModel.Default, OnnxOperatorSet.Version13), File.ReadAllBytes(output));
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("export", "onnx", "--output", output, "--opset", "18"));
        Assert.Equal(OnnxExport.Serialize(KwsModel.Default), File.ReadAllBytes(output));
        CliResult.Run("export", "onnx", "--output", output, "--opset", "12").AssertFailed(
            2, "--opset is '12', expected 13 or 18; see kws export onnx --help");
    }

    [Fact]
    public void The_integer_form_is_that_of_the_option()
    {
        using var directory = new TemporaryDirectory();
        string output = directory.PathOf("kws.onnx");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("export", "onnx", "--output", output, "--model", "live", "--form", "integer"));
        Assert.Equal(OnnxExport.Serialize(KwsModel.Live, form: OnnxForm.Integers), File.ReadAllBytes(output));
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("export", "onnx", "--output", output, "--model", "live", "--form", "float"));
        Assert.Equal(OnnxExport.Serialize(KwsModel.Live), File.ReadAllBytes(output));
        CliResult.Run("export", "onnx", "--output", output, "--form", "int8").AssertFailed(
            2, "--form is 'int8', expected float or integer; see kws export onnx --help");
    }

    [Fact]
    public void The_integer_form_of_wider_values_is_refused_and_nothing_written()
    {
        using var directory = new TemporaryDirectory();
        CliResult.Run("export", "onnx", "--output", directory.PathOf("kws.onnx"), "--form", "integer").AssertFailed(
            3,
            "this model cannot be written as ONNX: conv_ds_1/dw_conv: its inputs are from -920 to 915, 11 bits, expected at most 8 in the "
                + "integer form");
        Assert.Empty(directory.Names);
    }

    [Fact]
    public void A_layer_in_doubles_is_noted_on_standard_error()
    {
        using var directory = new TemporaryDirectory();
        string model = directory.PathOf("wide.safetensors");
        Network network = Dnn.Parse("16", new FamilyOptions { Frames = 25 });
        Models.Make(network, (spec, i) => spec.Bits == TensorSpec.BiasBits ? i % 2 == 0 ? 1_200_000_000 : -1_200_000_000 : 1).Save(model);
        string output = directory.PathOf("kws.onnx");
        Assert.Equal(
            new CliResult(
                0, "",
                "kws: fc1/requantized: numbers on the way to its values are from -1,200,032,000 to 2,400,063,814, which int32 "
                    + "does not hold: the layer is computed in doubles\n"),
            CliResult.Run("export", "onnx", "--output", output, "--model", model));
        Assert.Equal(["kws.onnx", "wide.safetensors"], directory.Names);
    }

    [Fact]
    public void Without_a_file_to_write_it_is_wrong_usage() =>
        CliResult.Run("export", "onnx").AssertFailed(2, "Option '--output' is required; see kws export onnx --help");
}
