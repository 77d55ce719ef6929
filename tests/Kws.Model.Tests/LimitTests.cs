using System.Collections.Immutable;
using Kws.Model.Tests.Support;

namespace Kws.Model.Tests;

/// <summary>The first and last numbers that layers, tensors, networks and models take, and what they say of the next ones.</summary>
public class LimitTests
{
    private static readonly TensorShape Shape = new(4, 3, 2);
    private static readonly TensorShape Frames = new(5, 1, 12);
    private static readonly ImmutableArray<int>[] SmallTensors = [[1, 2, 3, 4, 5, 6, 7, 8], [1, 2], [1, 2], [1, 2], [1, 2]];

    public static TheoryData<string, Func<object>> Refused => new()
    {
        { "g: the input is 5 x 2 x 12, expected frames x 1 x 3 values for each unit", () => Gru(new(5, 2, 12)) },
        { "g: the input is 5 x 1 x 11, expected frames x 1 x 3 values for each unit", () => Gru(new(5, 1, 11)) },
        { "g: the input is 0 x 1 x 12, expected frames x 1 x 3 values for each unit", () => Gru(new(0, 1, 12)) },
        { "g: input shift is 16, expected 0 to 15", () => Gru(Frames, inputShift: 16) },
        { "g: input shift is -1, expected 0 to 15", () => Gru(Frames, inputShift: -1) },
        { "g: recurrent shift is 16, expected 0 to 15", () => Gru(Frames, recurrentShift: 16) },
        { "g: recurrent shift is -1, expected 0 to 15", () => Gru(Frames, recurrentShift: -1) },
        { "g: 1 bits of a weight, expected 2 to 8", () => Gru(Frames, bits: 1) },
        { "g: 9 bits of a weight, expected 2 to 8", () => Gru(Frames, bits: 9) },
        { "l: the input is 5 x 1 x 10, expected frames x 1 x 4 values for each unit", () => Lstm(new(5, 1, 10)) },
        { "l: cell fraction is 0, expected 1 to 13", () => Lstm(Frames, cellFraction: 0) },
        { "l: cell fraction is 14, expected 1 to 13", () => Lstm(Frames, cellFraction: 14) },
        { "l: peephole shift is 16, expected 0 to 15", () => Lstm(Frames, peephole: 16) },
        { "l: projection shift is 32, expected 0 to 31", () => Lstm(Frames, projection: 32) },
        { "l: projection shift is -1, expected 0 to 31", () => Lstm(Frames, projection: -1) },
        { "f: the input is 0 x 3 x 2, expected one value at least", () => new LastFrameLayer("f", new(0, 3, 2)) },
        { "c: channels is 4097, expected 1 to 4096", () => new PointwiseConvolutionLayer("c", Shape, 4097, "w") },
        { "p: left shift is -1, expected 0 to 15", () => new AveragePoolLayer("p", Shape, leftShift: -1) },
        { "p: a quotient keeps 1 bits, expected 2 to 31", () => new AveragePoolLayer("p", Shape, wrapBits: 1) },
        { "r: shift is 32, expected 0 to 31", () => new RequantizationLayer("r", Shape, 32) },
        { "r: saturation is 32 bits, expected 2 to 31", () => new RequantizationLayer("r", Shape, 0, saturationBits: 32) },
        { "p: kernel 4 x 4 is larger than the input 4 x 3", () => Pool(4, 4) },
        { "p: kernel time is 0, expected 1 to 1024", () => Pool(0, 1) },
        { "p: kernel frequency is 1025, expected 1 to 1024", () => Pool(1, 1025) },
        { "p: stride time is 1025, expected 1 to 1024", () => Pool(1, 1, 1025) },
        { "p: stride frequency is 0, expected 1 to 1024", () => Pool(1, 1, 1, 0) },
        { "t: 1 bits, expected 2 to 8, or 32 for biases", () => new TensorSpec("t", 1, new TensorAxis("out", 1)) },
        { "t: 31 bits, expected 2 to 8, or 32 for biases", () => new TensorSpec("t", 31, new TensorAxis("out", 1)) },
        { "t: no axes, expected one at least (Parameter 'axes')", () => new TensorSpec("t", 8, default(ImmutableArray<TensorAxis>)) },
        { "t: no axes, expected one at least (Parameter 'axes')", () => new TensorSpec("t", 8, []) },
        { "t: [out 2][in 0], expected 1 to 268435456 values", () => Tensor(2, 0) },
        { "t: [out 16384][in 16385], expected 1 to 268435456 values", () => Tensor(1 << 14, (1 << 14) + 1) },
        { "t: [out -1][in -1], expected 1 to 268435456 values", () => Tensor(-1, -1) },
        { Name(new string('n', 60) + "..."), () => new LastFrameLayer(new string('n', 129), Shape) },
        { Name(" n"), () => new LastFrameLayer(" n", Shape) },
        { Name("n\uD800"), () => new LastFrameLayer("n\uD800", Shape) },
        { "2048 x 1024 x 1024 are more than 2147483591 values (Parameter 'channels')", () => new TensorShape(2048, 1024, 1024) },
        {
            "f: 16777216 weights per channel, expected at most 8388608",
            () => new FullyConnectedLayer("f", new(4096, 4096, 1), 1, "w")
        },
        { "257 layers, expected 1 to 256", () => Network(257) },
        { "a layer is null (Parameter 'layers')", () => new Network(Shape, [null!]) },
        { "1 bits of a fingerprint, expected 2 to 8", () => Network(1, 1) },
        { "number of labels is 1025, expected 1 to 1024", () => new Network(Shape, [new FullyConnectedLayer("f", Shape, 1025, "w")]) },
        { "a trace has at least one layer (Parameter 'layers')", () => new InferenceTrace([]) },
        { "a: 2 values, expected 1 x 1 x 3 (Parameter 'layers')", () => new InferenceTrace([new("a", new(1, 1, 3), [1, 2])]) },
        { "4 tensors, expected 5 (Parameter 'tensors')", () => Model(SmallTensors[..4]) },
        { "DS-CNN/fc1/biases:0: 3 values, expected 2", () => Model([.. SmallTensors[..4], [1, 2, 3]]) },
        { "DS-CNN/fc1/biases:0: 0 values, expected 2", () => Model([.. SmallTensors[..4], default]) },
        { "3 labels, expected 2 (Parameter 'labels')", () => Model(SmallTensors, "a", "b", "c") },
        { "labels must be different and not empty (Parameter 'labels')", () => Model(SmallTensors, "a", "a") },
        { "labels must be different and not empty (Parameter 'labels')", () => Model(SmallTensors, "a", "") },
        { "label ',' has a comma, quote or control character, expected none (Parameter 'labels')", () => Model(SmallTensors, "a", ",") },
        { "label '\"' has a comma, quote or control character, expected none (Parameter 'labels')", () => Model(SmallTensors, "a", "\"") },
        {
            "label 'b\uFFFDc' has a comma, quote or control character, expected none (Parameter 'labels')",
            () => Model(SmallTensors, "a", "b\nc")
        },
        { "t is not a tensor of this model (Parameter 'spec')", () => Model(SmallTensors)[Tensor(2, 3)] },
        {
            "the front end makes fingerprints of 30 x 10 x 1 with 6 bits, expected 4 x 3 x 1 with 6 bits as the network takes them "
                + "(Parameter 'frontEnd')",
            () => new KwsModel(
                new Network(new(4, 3, 1), [new FullyConnectedLayer("f", new(4, 3, 1), 1, "w")]), [[.. new int[12]]],
                frontEnd: new FrontEnd())
        },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_is_out_of_range_is_refused_with_its_range(string message, Func<object> make) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(make).Message);

    [Fact]
    public void The_first_and_last_numbers_of_every_range_are_taken()
    {
        LstmLayer lstm = Lstm(Frames, 15, 0, 13, peephole: 15, projection: 31, bits: 2);
        Assert.Equal((15, 0, 13), (lstm.InputShift, lstm.RecurrentShift, lstm.CellFraction));
        Assert.Equal((15, 31), (lstm.PeepholeShift, lstm.ProjectionShift));
        Assert.Equal((3, 4, new TensorShape(5, 1, 7)), (lstm.Units, lstm.Gates, lstm.Output));
        Assert.Equal(["w [out 12][in 7]", "p [gate 3][unit 3]", "o [out 7][in 3]"], lstm.Tensors.Select(spec => $"{spec}"));
        Assert.All(lstm.Tensors, spec => Assert.Equal(-2, spec.MinValue));
        Assert.Equal(1, Lstm(Frames, 0, 15, 1, peephole: 0, projection: 0).CellFraction);
        Assert.Equal(["w [out 12][in 4]"], Gru(Frames, 15, 15, 8).Tensors.Select(spec => $"{spec}"));
        Assert.Equal(new TensorShape(1, 3, 2), new LastFrameLayer("f", Shape).Output);
        Assert.Equal(4096, new PointwiseConvolutionLayer("c", Shape, 4096, "w").Output.Channels);
        Assert.Equal(15, new AveragePoolLayer("p", Shape, leftShift: 15, wrapBits: 2).LeftShift);
        Assert.Equal(31, new AveragePoolLayer("p", Shape, wrapBits: 31).WrapBits);
        Assert.Equal(1 << 28, Tensor(1 << 14, 1 << 14).Count);
        Assert.Equal(new string('n', 128), new LastFrameLayer(new string('n', 128), Shape).Name);
        Assert.Equal((256, -2, 1), (Network(256, 2).Layers.Length, Network(1, 2).MinInput, Network(1, 2).MaxInput));
        Assert.Equal((-128, 127), (Network(1, 8).MinInput, Network(1, 8).MaxInput));
        Assert.Equal(1024, new Network(Shape, [new FullyConnectedLayer("f", Shape, 1024, "w")]).LabelCount);
        Assert.Equal(new TensorShape(1, 1, 2), new MaxPoolLayer("p", Shape, new Window(1024, 1024, 1024, 1024, Padding.Same)).Output);
        Assert.Equal(new TensorShape(1, 1, 2), new MaxPoolLayer("p", Shape, new Window(4, 3, 1, 1, Padding.Valid)).Output);
    }

    [Theory]
    [InlineData(0, Rounding.Floor, false, null, int.MinValue, int.MaxValue, 0)]
    [InlineData(31, Rounding.HalfUp, false, 31, -1 << 30, (1 << 30) - 1, 1 << 30)]
    [InlineData(0, Rounding.HalfUp, true, 2, 0, 1, 0)]
    [InlineData(3, Rounding.HalfUp, false, 2, -2, 1, 4)]
    public void A_requantisation_has_the_ends_of_its_output(
        int shift, Rounding rounding, bool relu, int? bits, int least, int largest, long half)
    {
        var layer = new RequantizationLayer("r", Shape, shift, rounding, relu, bits);
        Assert.Equal((least, largest, half), (layer.MinOutput, layer.MaxOutput, layer.Half));
    }

    [Fact]
    public void Tensors_and_networks_are_equal_by_all_that_decides_their_values()
    {
        TensorSpec tensor = Tensor(2, 3);
        Assert.Equal(tensor, Tensor(2, 3));
        Assert.Equal(tensor.GetHashCode(), Tensor(2, 3).GetHashCode());
        Assert.All(
            [null, Tensor(3, 2), new TensorSpec("t", 7, tensor.Axes), new TensorSpec("u", 8, tensor.Axes)],
            (TensorSpec? other) => Assert.False(tensor.Equals(other)));
        Network network = Network(2, 6);
        Assert.Equal(network, Network(2, 6));
        Assert.Equal(network.GetHashCode(), Network(2, 6).GetHashCode());
        Assert.All([null, Network(3, 6), Network(2, 5)], (Network? other) => Assert.False(network.Equals(other)));
    }

    [Fact]
    public void A_trace_that_lacks_a_layer_lists_those_it_has()
    {
        var trace = new InferenceTrace([new("a", new(1, 1, 1), [1]), new("b", new(1, 1, 2), [2, 3])]);
        Assert.Equal("no layer 'c'; the layers are a, b", Assert.Throws<KeyNotFoundException>(() => trace["c"]).Message);
        Assert.Equal([2, 3], trace.Logits);
    }

    /// <summary>A row whose window touches the zeros before or after the input is computed anew at every frame.</summary>
    [Theory]
    [InlineData(10, 3, 1, Padding.Same, 1, 8)]
    [InlineData(10, 3, 1, Padding.Valid, 0, 7)]
    [InlineData(10, 4, 2, Padding.Valid, 0, 3)]
    [InlineData(10, 4, 2, Padding.Same, 1, 3)]
    [InlineData(4, 3, 1, Padding.Valid, 0, 1)]
    [InlineData(3, 3, 1, Padding.Valid, 0, 0)]
    public void The_rows_that_a_new_frame_moves_are_those_inside_the_input(
        int frames, int kernel, int stride, Padding padding, int first, int end)
    {
        var layer = new ConvolutionLayer("c", new(frames, 1, 1), 1, new(kernel, 1, stride, 1, padding), "w");
        Assert.Equal(new HopRows(first, end), HopRows.Of(layer));
        Assert.Equal(end - first, HopRows.Of(layer).Count);
    }

    private static GruLayer Gru(TensorShape input, int inputShift = 0, int recurrentShift = 0, int bits = 8) =>
        new("g", input, inputShift, "w", recurrentShift, bits);

    private static LstmLayer Lstm(
        TensorShape input, int inputShift = 0, int recurrentShift = 0, int cellFraction = 9, int peephole = 0, int projection = 0,
        int bits = 8) =>
        new("l", input, inputShift, "w", recurrentShift, cellFraction, new("p", peephole), new("o", 7, projection), bits);

    private static MaxPoolLayer Pool(int time, int frequency, int strideTime = 1, int strideFrequency = 1) =>
        new("p", Shape, new Window(time, frequency, strideTime, strideFrequency, Padding.Valid));

    private static TensorSpec Tensor(int outputs, int inputs) => new("t", 8, new TensorAxis("out", outputs), new TensorAxis("in", inputs));

    private static Network Network(int layers, int bits = 6) =>
        new(Shape, Enumerable.Range(0, layers).Select(i => new RequantizationLayer($"r{i}", Shape, 0)), bits);

    private static KwsModel Model(ImmutableArray<int>[] tensors, params string[] labels) =>
        new(TestData.SmallNetwork, tensors, labels.Length > 0 ? labels : null);

    private static string Name(string shown) =>
        $"'{shown}' is not a name of a layer or tensor: expected 1 to 128 characters on one line, without spaces at the ends";
}
