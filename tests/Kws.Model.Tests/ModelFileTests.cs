using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Kws.Hardware.Verification;
using Kws.Testing;

namespace Kws.Model.Tests;

/// <summary>Model files: what is saved is loaded, and damage is named in one line.</summary>
public sealed class ModelFileTests
{
    [Property(MaxTest = 200)]
    public void A_model_that_is_saved_is_loaded_again(int seed)
    {
        KwsModel model = new RandomNetworks(seed).Model();
        AssertSame(model, KwsModel.Load(new MemoryStream(Saved(model))));
        Assert.Equal(Saved(model), Saved(model));
    }

    [Fact]
    public void The_default_model_has_its_labels_and_replaces_a_file_whole()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.PathOf("model.safetensors");
        File.WriteAllText(path, "old");
        KwsModel.Default.Save(path);
        AssertSame(KwsModel.Default, KwsModel.Load(path));
        Assert.Equal(["model.safetensors"], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
    }

    [Fact]
    public void Tensors_of_other_integer_types_are_read()
    {
        (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
        JsonObject tensor = header["DS-CNN/fc1/weights:0"]!.AsObject();
        int begin = tensor["data_offsets"]![0]!.GetValue<int>();
        int end = tensor["data_offsets"]![1]!.GetValue<int>();

        // The biases come after it, at the end.
        byte[] wide = [.. data[begin..end].SelectMany(value => BitConverter.GetBytes((long)(sbyte)value))];
        tensor["dtype"] = "I64";
        tensor["data_offsets"] = new JsonArray(begin, begin + wide.Length);
        header["DS-CNN/fc1/biases:0"]!["data_offsets"] = new JsonArray(begin + wide.Length, begin + wide.Length + data.Length - end);
        AssertSame(KwsModel.Default, Load(header, [.. data[..begin], .. wide, .. data[end..]]));
    }

    [Theory]
    [InlineData("", "not a model file: it does not begin with the header of safetensors")]
    [InlineData("#define DS_CNN_conv_1 {1}", "not a model file: it does not begin with the header of safetensors")]
    public void Other_files_are_refused(string text, string problem) =>
        AssertRefused(problem, () => KwsModel.Load(new MemoryStream(Encoding.UTF8.GetBytes(text)), "m"));

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        byte[] bytes = Saved(KwsModel.Default);
        for (int length = 0; length < bytes.Length; length += 1 + (length / 50))
        {
            Assert.Throws<KwsFormatException>(() => KwsModel.Load(new MemoryStream(bytes, 0, length), "m"));
        }
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        byte[] bytes = Saved(KwsModel.Default);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        AssertRefused(
            $"the header has {ulong.MaxValue} bytes, expected at most {bytes.Length - 8}: is the file truncated?",
            () => KwsModel.Load(new MemoryStream(bytes), "m"));
    }

    [Theory]
    [InlineData("\"kind\":\"convolution\"", "\"kind\":\"rnn\"", "network: layers[0]: 'kind' is 'rnn', expected convolution, ")]
    [InlineData("\"channels\":48,", "", "network: layers[0]: 'channels' is missing, expected an integer")]
    [InlineData("\"channels\":48,", "\"channels\":\"many\",", "network: layers[0]: 'channels' is \"many\", expected an integer")]
    [InlineData("\"channels\":48,", "\"channels\":4800,", "network: conv_1: channels is 4800, expected 1 to 4096")]
    [InlineData(
        "\"channels\":48,", "\"channels\":48,\"chanels\":1,",
        "network: layers[0]: unknown member 'chanels', expected kind, name, channels, ")]
    [InlineData("\"shift\":3", "\"shift\":32", "network: conv_1/floor8: shift is 32, expected 0 to 31")]
    [InlineData("\"kernel\":[4,4]", "\"kernel\":[4]", "network: layers[0]: 'kernel' is [4], expected two integers, time and frequency")]
    [InlineData("\"padding\":\"valid\"", "\"padding\":\"full\"", "network: layers[0]: 'padding' is 'full', expected valid or same")]
    [InlineData("\"frames\":30", "\"frames\":3000000", "network: number of frames is 3000000, expected 1 to 1024")]
    [InlineData("\"bits\":6", "\"bits\":9", "network: 9 bits of a fingerprint, expected 2 to 8")]
    [InlineData("\"name\":\"max_pool\"", "\"name\":\"conv_1\"", "network: two layers are named conv_1")]
    [InlineData("{\"input\"", "{input", "network: not JSON: ")]
    [InlineData("{\"input\"", "[{\"input\"", "network: not JSON: ")]
    [InlineData("\"name\":\"conv_1\"", "\"name\":\"\\ude00\"", "network: not JSON: half of a surrogate pair is no character")]
    [InlineData("\"name\":\"conv_1\"", "\"name\":\"a\",\"\\udc00\":1", "network: not JSON: half of a surrogate pair is no character")]
    [InlineData("\"name\":\"conv_1\"", "\"name\":\"a\",\"name\":\"b\"", "network: not JSON: member 'name' is given twice")]
    public void A_network_that_is_not_one_is_refused(string before, string after, string problem)
    {
        (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
        string network = header["__metadata__"]!["network"]!.GetValue<string>();
        Assert.Contains(before, network, StringComparison.Ordinal);
        int place = network.IndexOf(before, StringComparison.Ordinal);
        header["__metadata__"]!["network"] = $"{network[..place]}{after}{network[(place + before.Length)..]}";
        AssertRefused(problem, () => Load(header, data));
    }

    [Fact]
    public void Tensors_outside_overlapping_or_of_another_type_are_refused()
    {
        const string Name = "DS-CNN/conv_ds_1/pw_conv/weights:0";
        AssertRefusedTensor(tensor => tensor["dtype"] = "F32", $"tensor {Name}: type F32, expected I8, U8, I16, I32 or I64");
        AssertRefusedTensor(tensor => tensor["shape"] = new JsonArray(48, 16), $"tensor {Name}: shape [48, 16], expected [out 16][in 48]");
        AssertRefusedTensor(tensor => tensor["shape"] = new JsonArray(-1), $"tensor {Name}: 'shape' has -1, expected integers from 0");
        AssertRefusedTensor(tensor => tensor["dtype"] = "I16", $"tensor {Name}: 768 bytes, expected 1536");
        AssertRefusedTensor(
            tensor => tensor["data_offsets"] = new JsonArray(0, 768),
            $"tensor {Name} begins at byte 0 of the data, expected 768, the end of the one before");
        AssertRefusedTensor(
            tensor => tensor["data_offsets"] = new JsonArray(0, long.MaxValue),
            $"tensor {Name}: 'data_offsets' are 0, {long.MaxValue}, expected two from 0 to ");
        AssertRefusedTensor(
            tensor => tensor["data_offsets"] = new JsonArray(5, 4), $"tensor {Name}: 'data_offsets' are 5, 4, expected two from 0 to ");
        AssertRefusedTensor(tensor => tensor.Add("extra", 1),
        $"tensor {Name}: unknown member 'extra', expected dtype, shape, data_offsets");
        AssertRefusedTensor(tensor => tensor.Remove("shape"), $"tensor {Name}: 'shape' is missing, expected an array");

        (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
        data[0] = 100;
        AssertRefused(
            "tensor DS-CNN/conv_1/weights:0: value 0 (channel 0, time 0, frequency 0) is 100, expected -32 to 31",
            () => Load(header, data));
        AssertRefused("data, expected", () => Load(header, [.. data, 0]));

        static void AssertRefusedTensor(Action<JsonObject> change, string problem)
        {
            (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
            change(header[Name]!.AsObject());
            AssertRefused(problem, () => Load(header, data));
        }
    }

    [Fact]
    public void What_is_missing_or_superfluous_is_named()
    {
        AssertRefusedHeader(
            header => header["__metadata__"]!.AsObject().Remove("network"), "metadata 'network' is missing: this is safetensors, but");
        AssertRefusedHeader(header => header["__metadata__"]!["kws"] = "2", "metadata 'kws' is '2', expected '1'");
        AssertRefusedHeader(header => header["__metadata__"]!["labels"] = "[1]", "labels: found [1], expected an array of strings");
        AssertRefusedHeader(header => header["__metadata__"]!["labels"] = "[\"a\"]", "1 labels, expected 4");
        AssertRefusedHeader(
            header => header["__metadata__"] = new JsonArray(), "header: '__metadata__' is [], expected an object of strings");
        AssertRefusedHeader(
            header =>
            {
                JsonNode tensor = header["DS-CNN/fc1/biases:0"]!.DeepClone();
                header.Remove("DS-CNN/fc1/biases:0");
                header["other"] = tensor;
            },
            "tensor other: the network has none of this name");

        static void AssertRefusedHeader(Action<JsonObject> change, string problem)
        {
            (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
            change(header);
            AssertRefused(problem, () => Load(header, data));
        }
    }

    [Fact]
    public void The_front_end_is_part_of_the_file()
    {
        var frontEnd = new FrontEnd
        {
            SampleRate = 8000,
            WindowLength = 320,
            HopLength = 160,
            BandCount = 23,
            LowestFrequency = 60.5,
            HighestFrequency = 3800
        };
        var model = new KwsModel(DsCnn.Default, KwsModel.Default.Tensors, frontEnd: frontEnd with { FractionBits = 1 });
        Assert.Equal(model.FrontEnd, KwsModel.Load(new MemoryStream(Saved(model))).FrontEnd);
    }

    [Fact]
    public void The_arithmetic_of_the_front_end_is_part_of_the_file()
    {
        var frontEnd = new FrontEnd { Arithmetic = FrontEndArithmetic.Integers, TransformBits = 12 };
        var model = new KwsModel(DsCnn.Default, KwsModel.Default.Tensors, frontEnd: frontEnd);
        Assert.Equal(frontEnd, KwsModel.Load(new MemoryStream(Saved(model))).FrontEnd);
    }

    [Theory]
    [InlineData("{\"hop\":0}", "front_end: HopLength is 0, expected at least 1")]
    [InlineData("{\"hop\":\"many\"}", "front_end: 'hop' is \"many\", expected an integer")]
    [InlineData("{\"bands\":9}", "front_end: CoefficientCount is 10, expected 1 to the 9 bands")]
    [InlineData("{\"lowest_frequency\":\"low\"}", "front_end: 'lowest_frequency' is \"low\", expected a number")]
    [InlineData("{\"lowest_frequency\":1e999}", "front_end: 'lowest_frequency' is 1e999, expected a number")]
    [InlineData("{\"frames\":30}", "front_end: unknown member 'frames', expected sample_rate, window, hop, ")]
    [InlineData("{\"rounding\":\"up\"}", "front_end: 'rounding' is 'up', expected half_even or half_away_from_zero")]
    [InlineData("{\"arithmetic\":\"float\"}", "front_end: 'arithmetic' is 'float', expected single_precision or integers")]
    [InlineData("{\"transform_bits\":12}", "front_end: TransformBits is 12, expected 16 with SinglePrecision")]
    [InlineData("{\"arithmetic\":\"integers\",\"transform_bits\":7}", "front_end: TransformBits is 7, expected 8 to 16")]
    [InlineData(
        "{\"arithmetic\":\"integers\",\"rounding\":\"half_away_from_zero\"}",
        "front_end: Rounding is AwayFromZero, expected ToEven, since integer arithmetic rounds half up")]
    [InlineData("[]", "front_end: found [], expected an object")]
    public void A_front_end_that_is_not_one_is_refused(string text, string problem)
    {
        (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
        header["__metadata__"]!["front_end"] = text;
        AssertRefused(problem, () => Load(header, data));
    }

    [Fact]
    public void A_front_end_may_be_left_out_in_part_or_whole()
    {
        (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
        header["__metadata__"]!["front_end"] = "{\"hop\":500}";
        Assert.Equal(new FrontEnd { HopLength = 500 }, Load(header, data).FrontEnd);
        header["__metadata__"]!.AsObject().Remove("front_end");
        Assert.Equal(new FrontEnd(), Load(header, data).FrontEnd);
    }

    [Fact]
    public void A_front_end_of_other_fingerprints_is_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>("frontEnd", () => new KwsModel(
            DsCnn.Default, KwsModel.Default.Tensors, frontEnd: new FrontEnd { FrameCount = 49, Bits = 8 }));
        Assert.StartsWith(
            "the front end makes fingerprints of 49 x 10 x 1 with 8 bits, expected 30 x 10 x 1 with 6 bits as the network takes them",
            refused.Message);
        Assert.Throws<ArgumentOutOfRangeException>("HopLength", () => new KwsModel(
            DsCnn.Default, KwsModel.Default.Tensors, frontEnd: new FrontEnd { HopLength = 0 }));
    }

    [Fact]
    public void Labels_may_be_left_out()
    {
        (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
        header["__metadata__"]!.AsObject().Remove("labels");
        Assert.Equal(KwsModel.DefaultLabels(4), Load(header, data).Labels);
    }

    internal static byte[] Saved(KwsModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    internal static (JsonObject Header, byte[] Data) Parts(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (JsonNode.Parse(file.AsSpan(8, length))!.AsObject(), file[(8 + length)..]);
    }

    internal static KwsModel Load(JsonObject header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header.ToJsonString());
        return KwsModel.Load(new MemoryStream([.. BitConverter.GetBytes((long)text.Length), .. text, .. data]), "m");
    }

    internal static void AssertRefused(string problem, Action load)
    {
        string message = Assert.Throws<KwsFormatException>(load).Message;
        Assert.StartsWith("m: ", message);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static void AssertSame(KwsModel expected, KwsModel actual)
    {
        Assert.Equal(expected.Network, actual.Network);
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.FrontEnd, actual.FrontEnd);
        Assert.All(expected.Network.Tensors, spec => Assert.Equal(expected[spec], actual[spec]));
    }
}
