using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Float;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests.Float;

/// <summary>Files of float networks: what is saved is loaded, and damage is named in one line.</summary>
public sealed class FloatNetworkFileTests
{
    private const string Gru = """
        {"input":{"frames":2,"coefficients":1},"layers":[
        {"kind":"gru","name":"g","units":1,"input_weights":"x","weights":"h","biases":"b"},
        {"kind":"last_frame","name":"l"},
        {"kind":"fully_connected","name":"fc","channels":2,"weights":"w"}]}
        """;

    [Property(MaxTest = 300)]
    public void A_network_that_is_saved_is_loaded_again(int seed)
    {
        FloatNetwork network = new RandomFloatNetworks(seed).Next();
        FloatNetwork again = FloatNetwork.Load(new MemoryStream(Saved(network)));
        Assert.Equal(network.FrontEnd, again.FrontEnd);
        Assert.Equal(network.Labels, again.Labels);
        Assert.Equal(network.Layers.Select(layer => (layer.GetType(), layer.Name, layer.Output)),
            again.Layers.Select(layer => (layer.GetType(), layer.Name, layer.Output)));
        var random = new Random(seed);
        short[] clip = [.. Enumerable.Range(0, network.FrontEnd.SampleCount).Select(_ => (short)random.Next(-9999, 9999))];
        Assert.Equal(network.Logits(clip), again.Logits(clip));
        Assert.Equal(Saved(network), Saved(again));
    }

    [Theory]
    [InlineData(0, "F32")]
    [InlineData(1, "F64")]
    public void Tensors_have_64_bits_only_where_32_are_not_enough(int seed, string type)
    {
        (JsonObject header, _) = Parts(Saved(new RandomFloatNetworks(seed).Next()));
        Assert.Equal(type, header["fc/weights"]!["dtype"]!.GetValue<string>());
    }

    [Fact]
    public void A_file_on_disk_is_replaced_whole()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("n.safetensors", "old");
        FloatNetwork network = new RandomFloatNetworks(1).Next();
        network.Save(path);
        Assert.Equal(Saved(network), File.ReadAllBytes(path));
        Assert.Equal(Saved(network), Saved(FloatNetwork.Load(path)));
    }

    /// <summary>A program may leave out biases, peepholes, labels, front end, the kernel of a pool.</summary>
    [Fact]
    public void Members_that_are_missing_have_defaults()
    {
        FloatNetwork network = Load("""
            {"input":{"frames":30,"coefficients":2},"layers":[
            {"kind":"lstm","name":"l","units":1,"outputs":1,"input_weights":"x","weights":"h","projection":"p"},
            {"kind":"average_pool","name":"a"},
            {"kind":"fully_connected","name":"fc","channels":2,"weights":"w"}]}
            """, null, ("x", [4, 2]), ("h", [4, 1]), ("p", [1, 1]), ("w", [2, 1]));
        Assert.Equal(["label_0", "label_1"], network.Labels);
        Assert.Equal(
            (16_000, 1024, 512, 15_872, 40), (
                network.FrontEnd.SampleRate, network.FrontEnd.WindowLength, network.FrontEnd.Stride, network.FrontEnd.SampleCount,
                network.FrontEnd.Bands));
        Assert.Equal(new TensorShape(1, 1, 1), network.Layers[1].Output);
        Assert.Equal(2, network.Logits([]).Length);
    }

    [Theory]
    [InlineData("\"kind\":\"gru\"", "\"kind\":\"rnn\"", "network: layers[0]: 'kind' is 'rnn', expected convolution, depthwise_convolution, "
        + "fully_connected, relu, average_pool, lstm, gru or last_frame")]
    [InlineData("\"units\":1", "\"unit\":1", "network: layers[0]: 'units' is missing, expected an integer")]
    [InlineData("\"units\":1", "\"units\":1,\"bits\":8", "network: layers[0]: unknown member 'bits', expected kind, name, input, units, ")]
    [InlineData("\"units\":1", "\"units\":2000000000", "network: g: units is 2000000000, expected 1 to 1024")]
    [InlineData("\"units\":1", "\"units\":2",
        "tensor x: shape [3, 1], expected [unit of each gate 6][value of the frame 1]")]
    [InlineData("\"weights\":\"h\"", "\"weights\":\"v\"",
        "tensor v is missing, expected [unit of each gate 3][output of the frame before 1]")]
    [InlineData("\"weights\":\"h\"", "\"weights\":\"x\"",
        "tensor x is used twice, expected another one for [unit of each gate 3][output of the frame before 1]")]
    [InlineData(",\"biases\":\"b\"", "", "tensor b: the network has none of this name")]
    [InlineData("\"name\":\"l\"", "\"name\":\"l\",\"input\":[1,1,1]",
        "network: layers[1]: 'input' is not a shape of the 2 values before, expected three integers: time, frequency and channels")]
    [InlineData("\"name\":\"l\"", "\"name\":\"g\"", "two layers are named g")]
    [InlineData("\"frames\":2", "\"frames\":0", "network: number of frames is 0, expected 1 to 1024")]
    [InlineData("\"coefficients\":1", "\"coefficients\":41", "front_end: number of coefficients is 41, expected 1 to 40")]
    [InlineData("{\"input\"", "{\"inputs\"", "network: 'input' is missing, expected an object")]
    [InlineData("]}", "]", "network: not JSON: ")]
    public void A_network_that_is_not_one_is_refused(string text, string other, string problem)
    {
        Assert.Contains(text, Gru, StringComparison.Ordinal);
        AssertRefused(problem, () => LoadGru(Gru.Replace(text, other, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{\"hop\":0}", "front_end: stride of the window is 0, expected 1 to 1048576")]
    [InlineData("{\"hop\":2000000000}", "front_end: number of samples is 2000001024, expected 1 to 1048576")]
    [InlineData("{\"window\":1}", "front_end: length of the window is 1, expected 2 to 513")]
    [InlineData("{\"highest_frequency\":9000}", "front_end: mel bands from 20 to 9000 Hz, expected rising frequencies from 0 to 8000 Hz")]
    [InlineData("{\"rate\":8000}", "front_end: unknown member 'rate', expected sample_rate, ")]
    [InlineData("{\"magnitude_squared\":1}", "front_end: 'magnitude_squared' is 1, expected true or false")]
    public void A_front_end_that_is_not_one_is_refused(string text, string problem) =>
        AssertRefused(problem, () => LoadGru(Gru, text));

    [Fact]
    public void Tensors_that_are_not_as_expected_are_refused()
    {
        (JsonObject header, byte[] data) = Parts(Saved(LoadGru(Gru)));
        AssertRefused("tensor fc/weights: type F16, expected F32 or F64", () => Load(Changed("fc/weights", "dtype", "F16"), data));
        AssertRefused("tensor fc/biases: 8 bytes, expected 16", () => Load(Changed("fc/biases", "dtype", "F64"), data));
        AssertRefused(
            "tensor fc/weights: shape [1, 2], expected [out 2][in 1]",
            () => Load(Changed("fc/weights", "shape", new JsonArray(1, 2)), data));
        int begin = header["fc/weights"]!["data_offsets"]![0]!.GetValue<int>();
        BitConverter.GetBytes(float.NaN).CopyTo(data, begin + 4);
        AssertRefused("tensor fc/weights: value 1 (out 1, in 0) is not a finite number", () => Load(header, data));

        JsonObject Changed(string tensor, string member, JsonNode value)
        {
            JsonObject changed = header.DeepClone().AsObject();
            changed[tensor]![member] = value;
            return changed;
        }
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        byte[] bytes = Saved(new RandomFloatNetworks(2).Next());
        for (int length = 0; length < bytes.Length; length += 1 + (length / 50))
        {
            Assert.Throws<KwsFormatException>(() => FloatNetwork.Load(new MemoryStream(bytes, 0, length), "n"));
        }
    }

    [Fact]
    public void Files_of_integers_and_of_floats_are_told_apart()
    {
        byte[] integers = Bytes(KwsModel.Default.Save);
        AssertRefused(
            "metadata 'kws_float' is missing: this is a model of integers, expected a float network",
            () => FloatNetwork.Load(new MemoryStream(integers), "n"));
        byte[] floats = Saved(LoadGru(Gru));
        AssertRefused(
            "metadata 'kws' is missing: this is a float network, expected a model of integers",
            () => KwsModel.Load(new MemoryStream(floats), "n"));
        (JsonObject header, byte[] data) = Parts(floats);
        header["__metadata__"]!["kws_float"] = "2";
        AssertRefused("metadata 'kws_float' is '2', expected '1'", () => Load(header, data));
        header["__metadata__"] = new JsonObject { ["kws_float"] = "1" };
        AssertRefused("metadata 'network' is missing, expected layers as JSON", () => Load(header, data));
    }

    /// <summary>Every published network comes back with the same numbers: those of folded layers have 64 bits.</summary>
    [Theory]
    [InlineData("CNN_S")]
    [InlineData("CRNN_S")]
    [InlineData("LSTM_S")]
    public void Published_networks_come_back_as_they_are(string name)
    {
        FloatNetwork network = ArmData.Network(name);
        FloatNetwork again = FloatNetwork.Load(new MemoryStream(Saved(network)));
        short[] clip = ArmData.Clip(ArmData.Table($"{name}.csv")[0][0]);
        Assert.Equal(network.Logits(clip), again.Logits(clip));
    }

    private static void AssertRefused(string problem, Action read) =>
        Assert.StartsWith($"n: {problem}", Assert.Throws<KwsFormatException>(read).Message);

    private static byte[] Saved(FloatNetwork network) => Bytes(network.Save);

    private static byte[] Bytes(Action<Stream> save)
    {
        using var stream = new MemoryStream();
        save(stream);
        return stream.ToArray();
    }

    private static FloatNetwork LoadGru(string network, string? frontEnd = null) =>
        Load(network, frontEnd, ("x", [3, 1]), ("h", [3, 1]), ("b", [3]), ("w", [2, 1]));

    private static FloatNetwork Load(string network, string? frontEnd, params (string Name, int[] Shape)[] tensors)
    {
        var metadata = new JsonObject { ["kws_float"] = "1", ["network"] = network };
        if (frontEnd is not null)
        {
            metadata["front_end"] = frontEnd;
        }

        var header = new JsonObject { ["__metadata__"] = metadata };
        int offset = 0;
        foreach ((string name, int[] shape) in tensors)
        {
            int end = offset + (sizeof(float) * shape.Aggregate(1, (count, length) => count * length));
            header[name] = new JsonObject
            {
                ["dtype"] = "F32",
                ["shape"] = new JsonArray([.. shape.Select(length => (JsonNode)length)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        return Load(header, new byte[offset]);
    }

    private static FloatNetwork Load(JsonObject header, byte[] data)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        return FloatNetwork.Load(new MemoryStream([.. BitConverter.GetBytes((long)text.Length), .. text, .. data]), "n");
    }

    private static (JsonObject Header, byte[] Data) Parts(byte[] file)
    {
        int length = (int)BitConverter.ToInt64(file);
        return (JsonNode.Parse(file.AsSpan(8, length))!.AsObject(), file[(8 + length)..]);
    }
}
