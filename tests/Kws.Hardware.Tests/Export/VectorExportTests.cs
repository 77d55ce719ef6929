using System.Text.Json;
using Kws.Hardware.Export;
using Kws.Hardware.Tests.Export.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Hardware.Tests.Export;

/// <summary>The files hold the integers of the model and the reference, read by the manifest alone.</summary>
public sealed class VectorExportTests : IDisposable
{
    private static readonly KwsModel Model = KwsModel.Default;

    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory.PathOf("vectors");

    private static IEnumerable<int[]> Weights => Model.Network.Tensors.Select(spec => Model[spec].ToArray());

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(VectorFormat.Hex)]
    [InlineData(VectorFormat.Mem)]
    public void Hexadecimal_files_hold_the_weights_and_every_layer(VectorFormat format)
    {
        VectorCase[] cases = [.. Models.Recorded(Model, 1, 400)];
        VectorExport.Write(Target, Model, cases, format);

        var vectors = new Vectors(Target);
        Assert.Equal(Weights, vectors.Weights.Select(vectors.ReadHex));
        Assert.Equal(cases.Length, vectors.Cases.Count());
        foreach ((VectorCase expected, JsonElement actual) in cases.Zip(vectors.Cases))
        {
            Assert.Equal(expected.Index, actual.GetProperty("index").GetInt32());
            Assert.Equal(expected.Fingerprint.Label, actual.GetProperty("expectedLabel").GetString());
            Assert.Equal(expected.Fingerprint.Source, actual.GetProperty("source").GetString());
            Assert.Equal(
                expected.Trace.Layers.Select(layer => layer.Name),
                Vectors.TensorsOf(actual).Select(tensor => tensor.GetProperty("name").GetString()));
            Assert.Equal(LayersOf(expected), Vectors.TensorsOf(actual).Select(vectors.ReadHex));
        }
    }

    [Fact]
    public void Json_files_hold_the_same_numbers()
    {
        VectorCase one = Models.Recorded(Model, 7).Single();
        VectorExport.Write(Target, Model, [one], VectorFormat.Json);

        var vectors = new Vectors(Target);
        Assert.Equal(Weights, vectors.Weights.Select(Values));
        Assert.Equal(LayersOf(one), Vectors.TensorsOf(vectors.Cases.Single()).Select(Values));

        int[] Values(JsonElement tensor)
        {
            JsonElement file = JsonDocument.Parse(File.ReadAllText(vectors.PathOf(tensor))).RootElement;
            Assert.All(["name", "axes", "shape", "bits"], member =>
                Assert.Equal(
                    tensor.GetProperty(member).GetRawText().Replace("\n", "").Replace(" ", ""), file.GetProperty(member).GetRawText()));
            return [.. file.GetProperty("values").EnumerateArray().Select(value => value.GetInt32())];
        }
    }

    [Fact]
    public void The_C_header_of_the_weights_is_a_weight_file()
    {
        VectorExport.Write(Target, Model, [], VectorFormat.C);
        Assert.Equal(Weights, WeightFile.Read(Path.Combine(Target, "weights.h"), Model.Network).Select(tensor => tensor.ToArray()));
    }

    [Theory]
    [InlineData(VectorFormat.Hex)]
    [InlineData(VectorFormat.Mem)]
    [InlineData(VectorFormat.C)]
    [InlineData(VectorFormat.Json)]
    public void The_manifest_names_every_file_with_its_checksum(VectorFormat format)
    {
        VectorExport.Write(Target, Model, Models.Recorded(Model, 0, 1), format);

        var vectors = new Vectors(Target);
        JsonElement[] tensors = [.. vectors.Weights, .. vectors.Cases.SelectMany(Vectors.TensorsOf)];
        Assert.All(tensors, vectors.AssertChecksum);
        Assert.Equal(
            Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories).Order(),
            tensors.Select(vectors.PathOf).Append(Path.Combine(Target, VectorExport.ManifestName)).Select(Path.GetFullPath).Distinct()
                .Order());
        Assert.Equal(VectorFormats.Names[(int)format], vectors.Manifest.GetProperty("format").GetString());
        Assert.Equal(Model.Labels, vectors.Manifest.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!));
        Assert.Equal(Model.Network, DsCnn.Parse(vectors.Manifest.GetProperty("modelSizeInfo").GetString()!));
    }

    [Fact]
    public void Axes_are_those_of_the_files()
    {
        VectorExport.Write(Target, Model, Models.Recorded(Model, 0), VectorFormat.Hex);
        var vectors = new Vectors(Target);
        Assert.Equal(
            Model.Network.Tensors.Select(spec => string.Concat(spec.Axes.Select(axis => $"[{axis.Name} {axis.Length}]"))),
            vectors.Weights.Select(Axes));
        Assert.Equal("[time 14][frequency 4][channel 48]", Axes(Vectors.TensorsOf(vectors.Cases.Single()).ElementAt(1)));

        static string Axes(JsonElement tensor) => string.Concat(
            tensor.GetProperty(
                "axes").EnumerateArray().Zip(tensor.GetProperty("shape").EnumerateArray(), (axis, length) => $"[{axis} {length}]"));
    }

    [Fact]
    public void A_trace_of_another_model_is_refused()
    {
        KwsModel two = Models.Make(DsCnn.Parse("3 48 4 4 2 2 16 3 3 1 1 16 3 3 1 1"), (_, _) => 1);
        VectorCase one = Models.Uniform(two, 1);
        Assert.Throws<ArgumentException>(() => VectorExport.Write(Target, Model, [one], VectorFormat.Hex));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Root));
    }

    [Fact]
    public void A_value_that_is_too_wide_is_refused()
    {
        VectorCase one = Models.Uniform(Model, 1);
        LayerValues[] layers = [.. one.Trace.Layers];
        layers[2] = layers[2] with { Values = layers[2].Values.SetItem(5, 4096) };
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => VectorExport.Write(Target, Model, [one with { Trace = new InferenceTrace(layers) }], VectorFormat.Hex));
        Assert.StartsWith("conv_1/floor8: a value does not fit 13 bits", e.Message);
    }

    [Fact]
    public void Nothing_is_left_of_an_export_that_fails()
    {
        Assert.Throws<TimeoutException>(() => VectorExport.Write(Target, Model, Failing(), VectorFormat.Mem));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory.Root));

        static IEnumerable<VectorCase> Failing()
        {
            yield return Models.Uniform(Model, 3);
            throw new TimeoutException();
        }
    }

    [Fact]
    public void A_directory_that_holds_something_is_left_as_it_is()
    {
        Directory.CreateDirectory(Target);
        VectorExport.Write(Target, Model, [], VectorFormat.Hex);
        string[] files = [.. Directory.EnumerateFileSystemEntries(Target)];

        IOException e = Assert.Throws<IOException>(() => VectorExport.Write(Target, Model, [], VectorFormat.C));

        Assert.Equal("this directory is not empty, expected one that is new or empty", e.Message);
        Assert.Equal(files, Directory.EnumerateFileSystemEntries(Target));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(_directory.Root));
    }

    private static IEnumerable<int[]> LayersOf(VectorCase one) => one.Trace.Layers.Select(layer => layer.Values.ToArray());
}
