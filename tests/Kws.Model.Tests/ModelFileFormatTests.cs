using System.Text.Json.Nodes;
using static Kws.Model.Tests.ModelFileTests;

namespace Kws.Model.Tests;

/// <summary>The text in model files is that of docs/use/formats.md, so that later versions and other programs read them.</summary>
public sealed class ModelFileFormatTests
{
    private const string Input = """{"input":{"frames":4,"coefficients":3,"channels":1,"bits":6},"layers":[""";

    private static readonly TensorShape Shape = new(4, 3, 1);

    private static readonly Window Window = new(2, 1, 1, 3, Padding.Same);

    public static TheoryData<string> Kinds => [.. Layers.Keys];

    /// <summary>Layers by their text.</summary>
    private static Dictionary<string, Layer> Layers { get; } = new()
    {
        ["""
        {"kind":"convolution","name":"x","channels":5,"kernel":[2,1],"stride":[1,3],"padding":"same","weights":"w","weight_bits":8}
        """] = new ConvolutionLayer("x", Shape, 5, Window, "w"),
        ["""{"kind":"depthwise_convolution","name":"x","kernel":[2,3],"stride":[1,1],"padding":"valid","weights":"w","""
            + "\"weight_bits\":6,\"biases\":\"b\"}"] =
            new DepthwiseConvolutionLayer("x", Shape, new(2, 3, 1, 1, Padding.Valid), "w", "b", 6),
        ["""{"kind":"pointwise_convolution","name":"x","channels":2,"weights":"w","weight_bits":2,"biases":"b"}"""] =
            new PointwiseConvolutionLayer("x", Shape, 2, "w", "b", 2),
        ["""{"kind":"fully_connected","name":"x","channels":2,"weights":"w","weight_bits":8}"""] =
            new FullyConnectedLayer("x", Shape, 2, "w"),
        ["""{"kind":"requantization","name":"x","shift":3,"rounding":"floor","relu":false}"""] = new RequantizationLayer("x", Shape, 3),
        ["""{"kind":"requantization","name":"x","shift":0,"rounding":"half_up","relu":true,"saturation_bits":7}"""] =
            new RequantizationLayer("x", Shape, 0, Rounding.HalfUp, true, 7),
        ["""{"kind":"max_pool","name":"x","kernel":[4,3],"stride":[1,1],"padding":"valid"}"""] = new MaxPoolLayer("x", Shape),
        ["""{"kind":"max_pool","name":"x","kernel":[2,1],"stride":[1,3],"padding":"same"}"""] = new MaxPoolLayer("x", Shape, Window),
        ["""
        {"kind":"average_pool","name":"x","kernel":[4,3],"stride":[1,1],"padding":"valid","left_shift":0,"rounding":"floor"}
        """] = new AveragePoolLayer("x", Shape),
        ["""{"kind":"average_pool","name":"x","kernel":[2,1],"stride":[1,3],"padding":"same","left_shift":4,"""
            + "\"rounding\":\"towards_zero\",\"wrap_bits\":9}"] =
            new AveragePoolLayer("x", Shape, Window, 4, AverageRounding.TowardsZero, 9),
        ["""{"kind":"last_frame","name":"x"}"""] = new LastFrameLayer("x", Shape),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Layers_are_written_and_read_as_documented(string text)
    {
        Layer layer = Layers[text];
        var network = new Network(Shape, [layer, new FullyConnectedLayer("fc", layer.Output, 2, "fc/w")]);
        string all = Input + text + """,{"kind":"fully_connected","name":"fc","channels":2,"weights":"fc/w","weight_bits":8}]}""";
        Assert.Equal(all, NetworkJson.Text(network));
        Assert.Equal(network, NetworkJson.Read(all, "m"));
    }

    /// <summary>A program may leave out what has a default.</summary>
    [Theory]
    [InlineData("requantization", "\"shift\":3", """{"kind":"requantization","name":"x","shift":3,"rounding":"floor","relu":false}""")]
    [InlineData("max_pool", "", """{"kind":"max_pool","name":"x","kernel":[4,3],"stride":[1,1],"padding":"valid"}""")]
    [InlineData(
        "average_pool", "",
        """{"kind":"average_pool","name":"x","kernel":[4,3],"stride":[1,1],"padding":"valid","left_shift":0,"rounding":"floor"}""")]
    [InlineData(
        "convolution", "\"channels\":5,\"kernel\":[2,1],\"stride\":[1,3],\"weights\":\"w\"",
        """{"kind":"convolution","name":"x","channels":5,"kernel":[2,1],"stride":[1,3],"padding":"valid","weights":"w","weight_bits":8}""")]
    public void Members_that_are_missing_have_defaults(string kind, string members, string all)
    {
        string first = $"{{\"kind\":\"{kind}\",\"name\":\"x\"{(members == "" ? "" : ",")}{members}}}";
        const string Last = """{"kind":"fully_connected","name":"fc","channels":2,"weights":"fc/w","weight_bits":8}""";
        Network network = NetworkJson.Read($"{Input.Replace(",\"channels\":1", "")}{first},{Last}]}}", "m");
        Assert.Equal($"{Input}{all},{Last}]}}", NetworkJson.Text(network));
    }

    [Fact]
    public void Front_ends_are_written_as_documented()
    {
        const string Settings = """
            {"sample_rate":16000,"window":1024,"hop":512,"bands":40,"lowest_frequency":20,"highest_frequency":4000,"fraction_bits":0
            """;
        Assert.Equal(Settings + "}", FrontEndJson.Text(new FrontEnd()));
        AssertText(",\"rounding\":\"half_away_from_zero\"}", new FrontEnd { Rounding = MidpointRounding.AwayFromZero });
        AssertText(",\"arithmetic\":\"integers\",\"transform_bits\":12}", new FrontEnd
        {
            Arithmetic = FrontEndArithmetic.Integers,
            TransformBits = 12,
        });
        Assert.Equal(new FrontEnd(), FrontEndJson.Read("""{"rounding":"half_even","arithmetic":"single_precision"}""", DsCnn.Default, "m"));

        static void AssertText(string end, FrontEnd frontEnd)
        {
            Assert.Equal(Settings + end, FrontEndJson.Text(frontEnd));
            Assert.Equal(frontEnd, FrontEndJson.Read(Settings + end, DsCnn.Default, "m"));
        }
    }

    [Fact]
    public void The_metadata_are_those_that_the_model_has()
    {
        Assert.Equal(["kws", "network", "labels", "front_end"], Keys(KwsModel.Default));
        var channels = new Network(new TensorShape(3, 2, 2), [new FullyConnectedLayer("fc", new TensorShape(3, 2, 2), 2, "w")]);
        Assert.Equal(["kws", "network", "labels"], Keys(new KwsModel(channels, [[.. new int[24]]], ["nö", "<yes>\\"])));
        var rule = new DetectionSettings { Suppression = TimeSpan.FromSeconds(DetectionSettings.MaxSuppressionSeconds) };
        var model = new KwsModel(DsCnn.Default, KwsModel.Default.Tensors, ["a", "b", "c", "d"], detection: rule with
        {
            Thresholds = new Dictionary<string, double> { ["c"] = 0.5 },
        });
        Assert.Equal(["kws", "network", "labels", "front_end", "detection"], Keys(model));
        Assert.Equal(model.Detection, KwsModel.Load(new MemoryStream(Saved(model))).Detection);

        static IEnumerable<string> Keys(KwsModel model) =>
            Parts(Saved(model)).Header["__metadata__"]!.AsObject().Select(entry => entry.Key);
    }

    [Theory]
    [InlineData("{", "not JSON: line 1, byte 2: ")]
    [InlineData("{\"input\":{},\n \"layers\":x", "not JSON: line 2, byte 11: ")]
    [InlineData("{\"layers\":[],\"input\":{},\"layers\":[]}", "not JSON: member 'layers' is given twice")]
    [InlineData("{\"input\":[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]}", "not JSON: line 1, byte 25: ")]
    [InlineData("{\"layers\":[]}", "'input' is missing, expected an object")]
    [InlineData("{\"input\":[],\"layers\":[]}", "'input' is [], expected an object")]
    [InlineData("{\"input\":{},\"layers\":[]}", "input: 'frames' is missing, expected an integer")]
    [InlineData(
        "{\"input\":{\"frames\":4,\"coefficients\":3,\"bits\":6},\"layers\":[],\"x\":1}", "unknown member 'x', expected input, layers")]
    [InlineData(
        "{\"input\":{\"frames\":4,\"coefficients\":3,\"bits\":6,\"x\":1},\"layers\":[]}",
        "input: unknown member 'x', expected frames, coefficients, channels, bits")]
    [InlineData(
        "{\"input\":{\"frames\":4,\"coefficients\":1025,\"bits\":6},\"layers\":[]}", "number of coefficients is 1025, expected 1 to 1024")]
    [InlineData(
        "{\"input\":{\"frames\":4,\"coefficients\":3,\"channels\":0,\"bits\":6},\"layers\":[]}",
        "number of channels is 0, expected 1 to 1024")]
    [InlineData(Input + "{\"kind\":\"max_pool\"}]}", "layers[0]: 'name' is missing, expected a string")]
    [InlineData(
        Input + "{\"kind\":\"x\",\"name\":\"x\"}]}",
        "layers[0]: 'kind' is 'x', expected convolution, depthwise_convolution, pointwise_convolution, fully_connected, requantization, "
            + "max_pool, average_pool, lstm, gru or last_frame")]
    [InlineData(
        Input + "{\"kind\":\"requantization\",\"name\":\"x\",\"shift\":1,\"relu\":1}]}", "layers[0]: 'relu' is 1, expected true or false")]
    [InlineData(
        Input + "{\"kind\":\"convolution\",\"name\":\"x\",\"channels\":1,\"kernel\":2}]}",
        "layers[0]: 'kernel' is 2, expected two integers")]
    public void Damage_of_a_network_is_named(string text, string problem) =>
        Assert.StartsWith($"m: network: {problem}", Assert.Throws<KwsFormatException>(() => NetworkJson.Read(text, "m")).Message);

    [Theory]
    [InlineData(Network.MaxLayers, true)]
    [InlineData(Network.MaxLayers + 1, false)]
    public void A_network_has_a_largest_number_of_layers(int count, bool isRead)
    {
        string text = Input + string.Join(",", Enumerable.Range(0, count - 1).Select(i => $"{{\"kind\":\"max_pool\",\"name\":\"p{i}\"}}"))
            + ",{\"kind\":\"fully_connected\",\"name\":\"fc\",\"channels\":2,\"weights\":\"w\"}]}";
        if (isRead)
        {
            Assert.Equal(count, NetworkJson.Read(text, "m").Layers.Length);
            return;
        }

        Assert.Equal(
            $"m: network: {count} layers, expected 1 to {Network.MaxLayers}",
            Assert.Throws<KwsFormatException>(() => NetworkJson.Read(text, "m")).Message);
    }

    [Theory]
    [InlineData("""["a",1]""", """labels: found ["a",1], expected an array of strings""")]
    [InlineData("""{"a":"b"}""", """labels: found {"a":"b"}, expected an array of strings""")]
    [InlineData("[", "labels: not JSON: line 1, byte 2: ")]
    public void Damage_of_labels_is_named(string text, string problem) =>
        Assert.StartsWith($"m: {problem}", Assert.Throws<KwsFormatException>(() => NetworkJson.ReadLabels(text, "m")).Message);

    [Fact]
    public void A_tensor_that_is_missing_and_a_float_network_are_named()
    {
        (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
        header.Remove("DS-CNN/fc1/biases:0");
        AssertRefused("tensor DS-CNN/fc1/biases:0 is missing, expected [out 4]", () => Load(header, data[..^16]));
        header["__metadata__"]!.AsObject().Remove("kws");
        header["__metadata__"]!["kws_float"] = "1";
        AssertRefused("metadata 'kws' is missing: this is a float network, expected a model of integers", () => Load(header, data[..^16]));
    }
}
