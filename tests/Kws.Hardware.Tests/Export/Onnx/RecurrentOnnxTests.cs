using System.Collections.Immutable;
using Kws.Hardware.Export.Onnx;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>ONNX Runtime computes the integers of recurrent layers from an exported graph.</summary>
public sealed class RecurrentOnnxTests
{
    private const int Frames = 5;
    private const string OfManyOutputs = "products of int32";

    private static readonly Dictionary<string, Func<TensorShape, RecurrentLayer>> Layers = new()
    {
        ["gru"] = input => new GruLayer("layer", input, 11, "w", 6),
        ["gru of large sums"] = input => new GruLayer("layer", input, 15, "w", 15),
        ["lstm"] = input => new LstmLayer("layer", input, 11, "w", 6, 11),
        ["lstm without shifts"] = input => new LstmLayer("layer", input, 0, "w", 0, LstmLayer.MinCellFraction),
        ["peepholes"] = input => new LstmLayer("layer", input, 11, "w", 6, 9, new("p", 3)),
        ["peepholes of a large cell"] = input => new LstmLayer("layer", input, 15, "w", 15, LstmLayer.MaxCellFraction, new("p", 15)),
        ["projection"] = input => new LstmLayer("layer", input, 11, "w", 6, 11, null, new("q", 4, 5)),
        ["projection without shift"] = input => new LstmLayer("layer", input, 11, "w", 6, 11, new("p", 3), new("q", 7, 0)),

        // 2,600 outputs: float32 does not hold every sum of the products with the recurrent weights.
        [OfManyOutputs] = input => new LstmLayer("layer", input, 2, "w", 0, 11, null, new("q", 2600, 3)),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_has_the_values_of_the_reference(string name)
    {
        var different = new HashSet<int>();
        foreach (int bits in (int[])[8, 20, 31])
        {
            KwsModel model = ModelOf(Layers[name], bits);
            sbyte[] fingerprints = Fingerprints(model.Network, name == OfManyOutputs ? 4 : 24);
            var reference = new ReferenceClassifier(model);
            int[] expected = [.. fingerprints.Chunk(model.Network.Input.Count).SelectMany(values => reference.Infer(values))];
            using var session = new OnnxSession(model);
            Assert.Equal(expected, session.Run(fingerprints).Logits);
            if (bits == 8 && !name.Contains("large", StringComparison.Ordinal))
            {
                using var integers = new OnnxSession(model, form: OnnxForm.Integers);
                Assert.Equal(expected, integers.Run(fingerprints).Logits);
            }

            different.UnionWith(expected);
        }

        Assert.True(different.Count > 10, "values that are all the same would show nothing");
    }

    /// <summary>Inputs of 31 bits and shifts of 15 leave int32; the same layers of narrower inputs do not.</summary>
    [Theory]
    [InlineData("gru", 8, false)]
    [InlineData("lstm", 8, false)]
    [InlineData("gru of large sums", 31, true)]
    [InlineData("peepholes of a large cell", 31, true)]
    public void Sums_of_gates_are_doubles_only_where_int32_does_not_hold_them(string name, int bits, bool isDouble)
    {
        var notes = new List<string>();
        var types = new GraphTypes(OnnxExport.Serialize(ModelOf(Layers[name], bits), noteDoubles: notes.Add));
        Assert.Equal(isDouble, types.All.Contains(TensorProto.Types.DataType.Double));
        Assert.Equal(isDouble, notes.Any(note => note.StartsWith("layer: numbers on the way", StringComparison.Ordinal)));
    }

    [Fact]
    public void Products_of_many_outputs_are_int32()
    {
        var types = new GraphTypes(OnnxExport.Serialize(ModelOf(Layers[OfManyOutputs], 8)));
        Assert.Contains("MatMul", types.OperatorsOn(TensorProto.Types.DataType.Int32));
        types = new GraphTypes(OnnxExport.Serialize(ModelOf(Layers["lstm"], 8)));
        Assert.DoesNotContain("MatMul", types.OperatorsOn(TensorProto.Types.DataType.Int32));
    }

    [Theory]
    [InlineData(OnnxOperatorSet.Version13)]
    [InlineData(OnnxOperatorSet.Version18)]
    public void Recurrent_layers_after_each_other_and_the_last_frame(OnnxOperatorSet operators)
    {
        KwsModel model = RecurrentModels.Small();
        sbyte[] fingerprints = Fingerprints(model.Network, 500);
        var reference = new ReferenceClassifier(model);
        using var session = new OnnxSession(model, operators);
        int[] logits = session.Run(fingerprints).Logits;
        Assert.Equal(fingerprints.Chunk(model.Network.Input.Count).SelectMany(values => reference.Infer(values)), logits);

        // A batch begins without a state of the clips before.
        Assert.Equal(logits[..3], session.Run(fingerprints[..model.Network.Input.Count]).Logits);
    }

    /// <summary>The comparison sees a single part of the arithmetic that is otherwise.</summary>
    [Fact]
    public void A_graph_of_another_cell_fraction_has_other_values()
    {
        KwsModel model = ModelOf(Layers["lstm"], 8);
        KwsModel other = ModelOf(input => new LstmLayer("layer", input, 11, "w", 6, 10), 8);
        sbyte[] fingerprints = Fingerprints(model.Network, 24);
        using var session = new OnnxSession(other);
        Assert.NotEqual(
            fingerprints.Chunk(model.Network.Input.Count).SelectMany(values => new ReferenceClassifier(model).Infer(values)),
            session.Run(fingerprints).Logits);
    }

    [Fact]
    public void A_file_does_not_grow_with_the_frames_and_has_the_table_once()
    {
        int few = SizeOf(2);
        Assert.InRange(SizeOf(200), few, few + 200);

        ModelProto two = ModelProto.Parser.ParseFrom(OnnxExport.Serialize(RecurrentModels.Small()));
        Assert.Single(two.Graph.Node, node => node.Name == "gates/table");
        Assert.Equal(2, two.Graph.Node.Count(node => node.OpType == "Scan"));

        static int SizeOf(int frames) => OnnxExport.Serialize(ModelOf(Layers["lstm"], 8, frames, isLast: true)).Length;
    }

    /// <summary>A layer whose input is of so many bits: the fingerprint, or its values times a power of two.</summary>
    private static KwsModel ModelOf(Func<TensorShape, RecurrentLayer> make, int bits, int frames = Frames, bool isLast = false)
    {
        var input = new TensorShape(frames, 1, 24);
        var one = new Window(1, 1, 1, 1, Padding.Valid);
        RecurrentLayer layer = make(input);
        Layer[] layers =
        [
            new AveragePoolLayer("wide", input, one, Math.Min(bits - 8, 12)),
            new AveragePoolLayer("wider", input, one, Math.Max(bits - 20, 0)),
            layer, .. isLast ? [new LastFrameLayer("last", layer.Output)]
                : layer.Output.Count > Window.MaxDimension ? [new FullyConnectedLayer("sums", layer.Output, 40, "sums")]
                : (Layer[])[],
        ];
        var network = new Network(input, layers, inputBits: 8);
        var random = new Random(2);
        return new KwsModel(network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count)
            .Select(_ => random.Next(4) == 0 ? random.Next(2) == 0 ? spec.MinValue : spec.MaxValue : random.Next(-60, 61))
            .ToImmutableArray()));
    }

    private static sbyte[] Fingerprints(Network network, int count)
    {
        var random = new RandomStream(5, 1);
        var fingerprints = new sbyte[count * network.Input.Count];
        RandomCases.Fill(fingerprints, network, ref random);
        return fingerprints;
    }
}
