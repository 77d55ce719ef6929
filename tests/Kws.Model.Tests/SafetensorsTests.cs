using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Kws.Model.Tests;

/// <summary>The layout of safetensors, and the types of their tensors.</summary>
public sealed class SafetensorsTests
{
    private static readonly ImmutableArray<TensorAxis> Axes = [new("row", 2), new("column", 3)];

    [Fact]
    public void A_file_is_written_as_documented()
    {
        var small = new TensorSpec("a", 8, [new("out", 2)]);
        var large = new TensorSpec("b", TensorSpec.BiasBits, [new("out", 1)]);
        using var stream = new MemoryStream();
        Safetensors.Write(stream, [("key", "value")], [SafeTensor.Of(small, [-1, 2]), SafeTensor.Of(large, [-3])]);
        const string Header = """{"__metadata__":{"key":"value"},"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"""
            + "\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[2,6]}}";
        byte[] header = Encoding.UTF8.GetBytes(Header + new string(' ', -Header.Length & 7));
        Assert.Equal([.. BitConverter.GetBytes((long)header.Length), .. header, 0xFF, 2, 0xFD, 0xFF, 0xFF, 0xFF], stream.ToArray());
    }

    /// <summary>Lengths of 2,560 to 2,815 bytes have a line break as their second byte.</summary>
    [Fact]
    public void The_length_of_a_header_is_whole_words_and_has_no_line_break()
    {
        for (int length = 0; length < 3000; length++)
        {
            using var stream = new MemoryStream();
            string value = new('x', length);
            Safetensors.Write(stream, [("key", value)], []);
            byte[] file = stream.ToArray();
            Assert.Equal(0, (file.Length - 8) % 8);
            Assert.DoesNotContain((byte)'\n', file[..8]);
            Assert.InRange(file.Length, length, length + 300);
            Assert.Equal(value, Safetensors.Read(file, "m").Metadata["key"]);
        }
    }

    [Theory]
    [InlineData("{}", 0, 0)]
    [InlineData("{} ", 0, 0)]
    [InlineData("""{"b":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"I8","shape":[0],"data_offsets":[0,0]}}""", 2, 2)]
    [InlineData("""{"a":{"dtype":"I8","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"I8","shape":[2],"data_offsets":[0,2]}}""", 2, 2)]
    public void Small_files_are_read(string header, int data, int tensors) =>
        Assert.Equal(tensors, Safetensors.Read(File(header, new byte[data]), "m").Tensors.Length);

    [Fact]
    public void A_header_has_a_largest_length()
    {
        const int Largest = 1 << 24;
        Assert.Empty(Safetensors.Read(File("{}".PadRight(Largest)), "m").Tensors);
        Assert.Equal(
            $"m: the header has {Largest + 1} bytes, expected at most {Largest}: is the file truncated?",
            Problem(() => Safetensors.Read(File("{}".PadRight(Largest + 1)), "m")));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(10, 2)]
    [InlineData(11, 2)]
    public void A_header_that_does_not_end_is_refused(long length, int held) => Assert.Equal(
        $"m: the header has {length} bytes, expected at most {held}: is the file truncated?",
        Problem(() => Safetensors.Read(new([.. BitConverter.GetBytes(length), .. "{}"u8]), "m")));

    [Theory]
    [InlineData("{x", "header: not JSON: line 1, byte 2: ")]
    [InlineData("""{"__metadata__":{"a":"b","c":1}}""", """header: '__metadata__' is {"a":"b","c":1}, expected an object of strings""")]
    [InlineData(
        """{"a":{"dtype":"I8","shape":[0],"data_offsets":["0",0]}}""", """tensor a: 'data_offsets' has "0", expected integers""")]
    [InlineData(
        """{"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]}}""",
        "tensor a: 'data_offsets' are 0, 1, expected two from 0 to 0: is the file truncated?")]
    public void Damage_of_a_header_is_named(string header, string problem) =>
        Assert.StartsWith($"m: {problem}", Problem(() => Safetensors.Read(File(header), "m")));

    [Fact]
    public void A_header_that_is_not_UTF8_is_refused()
    {
        byte[] file = [.. BitConverter.GetBytes(3L), (byte)'{', 0xFF, (byte)'}'];
        Assert.Equal("m: header: not UTF-8", Problem(() => Safetensors.Read(file, "m")));
    }

    [Theory]
    [InlineData("I8", 1, -128)]
    [InlineData("U8", 1, 200)]
    [InlineData("I16", 2, -30000)]
    [InlineData("I32", 4, int.MinValue)]
    [InlineData("I64", 8, int.MaxValue)]
    public void Integers_of_every_type_are_read(string type, int size, int value)
    {
        byte[] data = [.. BitConverter.GetBytes((long)value).Take(size), .. BitConverter.GetBytes(1L).Take(size)];
        var tensor = new SafeTensor("a", type, [2], 0, data);
        Assert.Equal([value, 1], tensor.Values(new TensorSpec("a", TensorSpec.BiasBits, [new("out", 2)]), "m"));
    }

    [Fact]
    public void Floats_have_64_bits_only_where_32_are_not_enough()
    {
        double[] values = [0.5, -3, 1e30f, 0, 7, -0.25];
        AssertSame("F32", 24, values);
        values[4] = 0.1;
        AssertSame("F64", 48, values);
        values[0] = 0.1;
        AssertSame("F64", 48, values);

        static void AssertSame(string type, int length, double[] values)
        {
            SafeTensor tensor = SafeTensor.Of("a", Axes, values);
            Assert.Equal((type, length), (tensor.Type, tensor.Data.Length));
            Assert.Equal([2, 3], tensor.Shape);
            Assert.Equal(values, tensor.Floats(Axes, "m"));
        }
    }

    [Fact]
    public void Damage_of_floats_is_named()
    {
        SafeTensor tensor = SafeTensor.Of("a", Axes, [1, 2, 3, 4, 5, 6]);
        byte[] data = tensor.Data.ToArray();
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(16), float.NaN);
        AssertProblem("value 4 (row 1, column 1) is not a finite number", tensor with { Data = data });
        AssertProblem("20 bytes, expected 24", tensor with { Data = data.AsMemory(4) });
        AssertProblem("shape [3, 2], expected [row 2][column 3]", tensor with { Shape = [3, 2] });
        AssertProblem("type I8, expected F32 or F64", tensor with { Type = "I8" });

        static void AssertProblem(string problem, SafeTensor tensor) =>
            Assert.Equal($"m: tensor a: {problem}", Problem(() => tensor.Floats(Axes, "m")));
    }

    private static byte[] File(string header, params byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. data];
    }

    private static string Problem(Action read) => Assert.Throws<KwsFormatException>(read).Message;
}
