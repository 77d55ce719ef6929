using System.Collections.Immutable;
using Google.Protobuf;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.Layers;
using Kws.Training.Import.TensorFlow;

namespace Kws.Training.Tests.Import.TensorFlow;

/// <summary>Networks read from small graphs of the families that are published.</summary>
public sealed class TensorFlowGraphTests
{
    private static readonly ImmutableArray<string> Labels = ["no", "yes"];

    public static TheoryData<string, string> Families => new()
    {
        { "dnn", "FullyConnected 1 x 1 x 5, Relu 1 x 1 x 5, FullyConnected 1 x 1 x 2" },
        {
            "cnn",
            "Convolution 3 x 2 x 3, Relu 3 x 2 x 3, FullyConnected 1 x 1 x 4, Relu 1 x 1 x 4, FullyConnected 1 x 1 x 2"
        },
        {
            "ds-cnn",
            "Convolution 2 x 3 x 4, Relu 2 x 3 x 4, DepthwiseConvolution 2 x 3 x 4, Relu 2 x 3 x 4, Convolution 2 x 3 x 5, Relu 2 x 3 x 5, "
                + "AveragePool 1 x 1 x 5, FullyConnected 1 x 1 x 2"
        },
        { "basic-lstm", "BasicLstm 4 x 1 x 5, LastFrame 1 x 1 x 5, FullyConnected 1 x 1 x 2" },
        { "lstm", "Lstm 4 x 1 x 5, LastFrame 1 x 1 x 5, FullyConnected 1 x 1 x 2" },
        { "gru", "Gru 4 x 1 x 5, LastFrame 1 x 1 x 5, FullyConnected 1 x 1 x 2" },
        {
            "crnn",
            "Convolution 3 x 2 x 3, Relu 3 x 2 x 3, Gru 3 x 1 x 4, Gru 3 x 1 x 4, LastFrame 1 x 1 x 4, FullyConnected 1 x 1 x 5, "
                + "Relu 1 x 1 x 5, FullyConnected 1 x 1 x 2"
        },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Layers_are_those_of_the_graph(string family, string layers)
    {
        FloatNetwork network = Import(TestGraphs.All[family]());
        Assert.Equal(layers, string.Join(", ", network.Layers.Select(
            layer => $"{layer.GetType().Name["Float".Length..^"Layer".Length]} {layer.Output}")));
        Assert.Equal(Labels, network.Labels);
        Assert.All(network.Logits(new short[160]), logit => Assert.True(double.IsFinite(logit)));
    }

    [Fact]
    public void The_front_end_is_that_of_the_graph()
    {
        FloatNetwork network = Import(TestGraphs.Dnn());
        Assert.Equal((160, 64, 32), (network.FrontEnd.SampleCount, network.FrontEnd.WindowLength, network.FrontEnd.Stride));
        Assert.Equal((6, 3, 20.0, 4000.0), (network.FrontEnd.Bands, network.FrontEnd.Coefficients, network.FrontEnd.LowerFrequency,
            network.FrontEnd.UpperFrequency));
        Assert.False(network.FrontEnd.IsMagnitude);
    }

    /// <summary>A file leaves out attributes that have the values that TensorFlow assumes.</summary>
    [Fact]
    public void Attributes_that_are_missing_have_the_values_of_TensorFlow()
    {
        GraphDef graph = TestGraphs.Dnn();
        graph.Node.Single(node => node.Op == "AudioSpectrogram").Attr.Remove("magnitude_squared");
        NodeDef mfcc = graph.Node.Single(node => node.Op == "Mfcc");
        mfcc.Attr.Remove("filterbank_channel_count");
        mfcc.Attr.Remove("lower_frequency_limit");
        FloatNetwork network = Import(graph);
        Assert.True(network.FrontEnd.IsMagnitude);
        Assert.Equal((40, 20.0), (network.FrontEnd.Bands, network.FrontEnd.LowerFrequency));
    }

    [Fact]
    public void Batch_normalisation_is_folded_into_weights_and_biases()
    {
        GraphDef graph = TestGraphs.All["cnn"]();
        var network = Import(graph);
        float[] Values(string name) => [.. graph.Node.Single(node => node.Name == name).Attr["value"].Tensor.TensorContent.ToByteArray()
            .Chunk(sizeof(float)).Select(bytes => BitConverter.ToSingle(bytes))];

        var convolution = (FloatConvolutionLayer)network.Layers[0];
        AssertFolded(convolution, "Variable", Values("Variable_1"), "bn1", Values("bn1/gamma"));
        var dense = (FloatFullyConnectedLayer)network.Layers[2];
        AssertFolded(dense, "fc1/W", Values("fc1/b"), "bn", Values("bn/gamma"));

        void AssertFolded(FloatSumLayer layer, string weights, float[] biases, string norm, float[] gamma)
        {
            int channels = gamma.Length;
            double[] scale = [.. gamma.Zip(Values($"{norm}/moving_variance"), (g, variance) => g / Math.Sqrt(variance + (double)0.001f))];
            Assert.Equal(
                Values(weights).Select((weight, i) => weight * scale[i % channels]), layer.Weights, (a, b) => Math.Abs(a - b) < 1e-12);
            Assert.Equal(
                Enumerable.Range(0, channels).Select(c => ((biases[c] - (double)Values($"{norm}/moving_mean")[c]) * scale[c])
                    + Values($"{norm}/beta")[c]),
                layer.Biases, (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public void The_constant_that_is_added_to_the_forget_gate_is_part_of_its_biases()
    {
        GraphDef graph = TestGraphs.All["basic-lstm"]();
        ImmutableArray<double> with = ((FloatBasicLstmLayer)Import(graph).Layers[0]).Biases;
        graph.Node.Single(node => node.Name == "cell/add/y").Attr["value"].Tensor.FloatVal[0] = 0;
        ImmutableArray<double> without = ((FloatBasicLstmLayer)Import(graph).Layers[0]).Biases;
        Assert.Equal([.. new double[10], 1, 1, 1, 1, 1, .. new double[5]], with.Zip(without, (a, b) => Math.Round(a - b, 12)));
    }

    [Fact]
    public void Nodes_may_be_in_any_order()
    {
        foreach (Func<GraphDef> make in TestGraphs.All.Values)
        {
            GraphDef graph = make();
            double[] logits = Import(graph).Logits(new short[160]);
            NodeDef[] reversed = [.. graph.Node.Reverse()];
            graph.Node.Clear();
            graph.Node.Add(reversed);
            Assert.Equal(logits, Import(graph).Logits(new short[160]));
        }
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var refusal = Assert.Throws<KwsFormatException>(() => TensorFlowGraph.Import("no/such.pb", Labels));
        Assert.Equal("no/such.pb: there is no such file", refusal.Message);
    }

    private static FloatNetwork Import(GraphDef graph) => TensorFlowGraph.Import(graph.ToByteArray(), "x.pb", Labels);
}
