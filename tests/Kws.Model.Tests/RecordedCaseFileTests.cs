using FsCheck.Xunit;
using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

public class RecordedCaseFileTests
{
    private const string Text = """
        kws-recorded-cases 1
        case first
        model_size_info 2 2 2 2 1 1 1 1 1 1 1
        labels 2
        fingerprint 2 x 3
        layer fingerprint_input 2 x 3 x 1
        -32 0 31
        1 2 3
        layer conv_1 1 x 2 x 2
        -186 29
        0 2147483647
        case second
        model_size_info 2 2 2 2 1 1 1 1 1 1 1
        labels 2
        fingerprint 2 x 3
        layer fc1 1 x 1 x 2
        -5 5
        end 2

        """;

    private static readonly Network Topology = DsCnn.Parse("2 2 2 2 1 1 1 1 1 1 1", labelCount: 2, frames: 2, coefficients: 3);

    private static readonly RecordedCase[] Cases =
    [
        new("first", Topology, new(
        [
            new(InferenceTrace.InputName, new(2, 3, 1), [-32, 0, 31, 1, 2, 3]),
            new("conv_1", new(1, 2, 2), [-186, 29, 0, int.MaxValue]),
        ])),
        new("second", Topology, new([new("fc1", new(1, 1, 2), [-5, 5])])),
    ];

    [Fact]
    public void Cases_are_written_as_documented() => Assert.Equal(Text, Write(Cases));

    [Fact]
    public void Cases_are_read_as_documented() => Assert.Equal(Cases, Read(Text));

    [Fact]
    public void Comments_empty_lines_and_CRLF_do_not_matter() =>
        Assert.Equal(Cases, Read("# made by hand\n\n" + Text.Replace("\n", "\r\n# comment\r\n \r\n")));

    [Property(Arbitrary = [typeof(Generators)])]
    public void What_is_written_is_read(RecordedCase[] cases) => Assert.Equal(cases, Read(Write(cases)));

    [Property(Arbitrary = [typeof(Generators)], MaxTest = 30)]
    public void A_missing_line_is_always_noticed(RecordedCase[] cases)
    {
        string[] lines = Write(cases).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int missing = 0; missing < lines.Length; missing++)
        {
            string damaged = string.Join('\n', lines.Where((_, i) => i != missing));
            Assert.Throws<KwsFormatException>(() => Read(damaged));
        }
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_noticed()
    {
        string text = Text.TrimEnd();
        for (int length = 0; length < text.Length; length++)
        {
            Assert.Throws<KwsFormatException>(() => Read(text[..length]));
        }
    }

    [Fact]
    public void A_file_is_written_and_read()
    {
        using var directory = new TemporaryDirectory();
        RecordedCaseFile.Write(directory.PathOf("cases.txt"), Cases);
        Assert.Equal(Text, File.ReadAllText(directory.PathOf("cases.txt")));
        Assert.Equal(Cases, RecordedCaseFile.Read(directory.PathOf("cases.txt")));
    }

    [Fact]
    public void Nothing_is_written_where_the_cases_are_wrong()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal("there is no case to write (Parameter 'cases')", Problem([]));
        Assert.Equal("there are two cases named 'first' (Parameter 'cases')", Problem([Cases[0], Cases[0]]));
        Assert.Empty(directory.Names);

        string Problem(RecordedCase[] cases) =>
            Assert.Throws<ArgumentException>(() => RecordedCaseFile.Write(directory.PathOf("cases.txt"), cases)).Message;
    }

    [Fact]
    public void A_line_has_a_frame_of_the_input_and_a_position_of_a_layer()
    {
        var input = new TensorShape(2, 2, 3);
        var network = new Network(input, [new PointwiseConvolutionLayer("p", input, 2, "w"), new MaxPoolLayer("m", new(2, 2, 2))]);
        RecordedCase[] cases =
        [
            new("channels", network, new(
            [
                new(InferenceTrace.InputName, input, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), new("m", new(1, 1, 2), [13, 14]),
            ])),
        ];
        string text = Write(cases);
        Assert.EndsWith(
            "layer fingerprint_input 2 x 2 x 3\n1 2 3 4 5 6\n7 8 9 10 11 12\nlayer m 1 x 1 x 2\n13 14\nend 1\n", text,
            StringComparison.Ordinal);
        Assert.Equal(cases, Read(text));
        Assert.StartsWith(
            "c.txt:3: network: ", TestData.Problem(() => Read(text.Replace("network {", "network {,"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a\nb")]
    public void A_name_must_fit_on_its_line(string name) => Assert.Equal(
        $"'{name}' is not the name of a case: expected one line, not empty, no blanks around it",
        Assert.Throws<ArgumentException>(() => new RecordedCase(name, Topology, Cases[0].Trace)).Message);

    [Fact]
    public void Layers_must_be_the_topologys_in_its_order()
    {
        LayerValues input = Cases[0].Trace.Layers[0];
        LayerValues conv = Cases[0].Trace.Layers[1];
        string problem = Assert.Throws<ArgumentException>(() => new RecordedCase("x", Topology, new([conv, input]))).Message;
        Assert.StartsWith(
            "layer fingerprint_input 2 x 3 x 1 is not expected here; the layers are, in order: fingerprint_input 2 x 3 x 1, conv_1 1 x",
            problem, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new RecordedCase("x", Topology, new([input, input])));
        Assert.Throws<ArgumentException>(() => new RecordedCase("x", Topology, new([conv with { Name = "conv_2" }])));
        Assert.Throws<ArgumentException>(() => new RecordedCase("x", Topology, new([conv with { Shape = new(2, 1, 2) }])));
    }

    [Theory]
    [InlineData(
        "kws-recorded-cases 1", "kws-recorded-cases 2",
        "c.txt:1: found 'kws-recorded-cases 2', expected 'kws-recorded-cases 1', the name and version of the format")]
    [InlineData("case second", "case first", "c.txt:12: case 'first' is given twice, first on line 2")]
    [InlineData("case first", "case  first", "c.txt:2: the case has no proper name, expected one without blanks around it")]
    [InlineData("case first\nmodel_size_info 2 2", "case first\nmodel_size_info 2 0", "c.txt:3: conv_1: channels is 0, expected 1 to 1024")]
    [InlineData(
        "case first\nmodel_size_info 2 2", "case first\nmodel_size_info 2 x",
        "c.txt:3: model_size_info: number 1 is 'x', expected an integer")]
    [InlineData(
        "labels 2\nfingerprint 2 x 3\nlayer fi", "labels two\nfingerprint 2 x 3\nlayer fi", "c.txt:4: labels: 'two' is not a number")]
    [InlineData(
        "fingerprint 2 x 3\nlayer fi", "fingerprint 2\nlayer fi", "c.txt:5: expected 'fingerprint 30 x 10', frames and coefficients")]
    [InlineData("fingerprint 2 x 3\nlayer fi", "fingerprint two x 3\nlayer fi", "c.txt:5: fingerprint: 'two' is not a number")]
    [InlineData("fingerprint 2 x 3\nlayer fi", "fingerprint 2 x three\nlayer fi", "c.txt:5: fingerprint: 'three' is not a number")]
    [InlineData(
        "fingerprint 2 x 3\nlayer fi", "layer fi",
        "c.txt:5: found 'layer fingerprint_input 2 x 3 x 1', expected 'fingerprint' and its value")]
    [InlineData(
        "layer fc1 1 x 1 x 2", "layer fc1 1 x 1 x 3",
        "c.txt:16: found layer fc1 1 x 1 x 3, expected one of: layer fingerprint_input 2 x 3 x 1, layer conv_1 1 x 2 x 2, layer "
            + "conv_1/floor8 1 x 2 x 2, layer conv_ds_1/dw_conv 1 x 2 x 2, layer conv_ds_1/dw_conv/floor16 1 x 2 x 2, layer max_pool 1 x "
            + "1 x 2, layer conv_ds_1/pw_conv 1 x 1 x 1, layer conv_ds_1/pw_conv/floor256 1 x 1 x 1, layer fc1 1 x 1 x 2")]
    [InlineData(
        "-5 5\n", "-5 5\nlayer fc1 1 x 1 x 2\n",
        "c.txt:18: found layer fc1 1 x 1 x 2, expected the next case or the end, since all layers are given")]
    [InlineData("-5 5\n", "-5 5\n6 7\n", "c.txt:18: found '6 7', expected the next case or the end, since all layers are given")]
    [InlineData("-186 29", "-186", "c.txt:10: 1 values for conv_1, time 0, frequency 0, expected 2")]
    [InlineData("-186 29", "-186 29 3", "c.txt:10: more than 2 values for conv_1, time 0, frequency 0, expected 2")]
    [InlineData(
        "0 2147483647", "0 2147483648", "c.txt:11: value 1 of conv_1, time 0, frequency 1 is '2147483648', expected an integer of 32 bits")]
    [InlineData("0 2147483647", "0  7", "c.txt:11: value 1 of conv_1, time 0, frequency 1 is '', expected an integer of 32 bits")]
    [InlineData("0 2147483647\n", "", "c.txt:11: found 'case second', expected 2 values of conv_1, time 0, frequency 1")]
    [InlineData("1 2 3", "1 2 32", "c.txt:8: value 2 of fingerprint_input, frame 1 is 32, expected -32 to 31")]
    [InlineData("end 2", "end 3", "c.txt:18: found 'end 3', expected 'end 2' behind 2 cases, or a further case")]
    [InlineData("end 2", "", "c.txt:19: the file ends, expected 'end 2' behind 2 cases, or a further case")]
    [InlineData("end 2", "end 2\nend 2", "c.txt:19: found 'end 2', expected nothing more")]
    public void Damage_is_reported_where_it_is(string part, string damaged, string message)
    {
        Assert.Contains(part, Text, StringComparison.Ordinal);
        Assert.Equal(message, TestData.Problem(() => Read(Text.Replace(part, damaged))));
    }

    [Theory]
    [InlineData("", "c.txt:1: the file ends, expected 'kws-recorded-cases 1', the name and version of the format")]
    [InlineData("kws-recorded-cases 1\nend 0\n", "c.txt:2: found 'end 0', expected 'case' and a name")]
    public void A_file_without_cases_is_refused(string text, string message) =>
        Assert.Equal(message, TestData.Problem(() => Read(text)));

    [Fact]
    public void A_header_that_announces_very_many_values_costs_nothing()
    {
        const string Huge = """
            kws-recorded-cases 1
            case huge
            model_size_info 2 1024 1 1 1 1 1 1 1 1 1
            labels 4
            fingerprint 1024 x 1024
            layer conv_1 1024 x 1024 x 1024
            """;
        Assert.Equal("c.txt:7: the file ends, expected 1024 values of conv_1, time 0, frequency 0", TestData.Problem(() => Read(Huge)));
    }

    [Theory]
    [InlineData("-186", "c.txt:10: value 0 of conv_1, time 0, frequency 0 is '999")]
    [InlineData("layer conv_1 ", "c.txt:9: found layer 999")]
    [InlineData("labels ", "c.txt:4: labels: '999")]
    [InlineData("model_size_info ", "c.txt:3: model_size_info: number 0 is '999")]
    public void A_line_without_end_does_not_flood_the_message(string part, string message)
    {
        string digits = new('9', 100_000);
        string problem = TestData.Problem(() => Read(Text.Replace(part, part == "-186" ? digits : part.Split(' ')[0] + " " + digits)));
        Assert.StartsWith(message, problem, StringComparison.Ordinal);
        Assert.InRange(problem.Length, 1, 600);
    }

    [Fact]
    public void Of_many_layers_a_message_names_the_next_ones()
    {
        string blocks = string.Concat(Enumerable.Repeat(" 1 1 1 1 1", 33));
        string problem = TestData.Problem(() => Read(
            $"kws-recorded-cases 1\ncase a\nmodel_size_info 33{blocks}\nlabels 4\nfingerprint 1 x 1\nlayer x"));
        Assert.StartsWith(
            "c.txt:6: found layer x, expected one of: layer fingerprint_input 1 x 1 x 1, ", problem, StringComparison.Ordinal);
        Assert.EndsWith(
            "layer conv_ds_2/dw_conv 1 x 1 x 1, layer conv_ds_2/dw_conv/floor16 1 x 1 x 1, ...", problem, StringComparison.Ordinal);
    }

    private static string Write(IEnumerable<RecordedCase> cases)
    {
        var writer = new StringWriter { NewLine = "\r\n" };
        RecordedCaseFile.Write(writer, cases);
        return writer.ToString();
    }

    private static RecordedCase[] Read(string text) => [.. RecordedCaseFile.Read(new StringReader(text), "c.txt")];
}
