using Kws.Training.Import.TensorFlow;
using static Kws.Training.Tests.Import.TensorFlow.GraphWriter;

namespace Kws.Training.Tests.Import.TensorFlow;

/// <summary>
/// Small graphs of the families that are published, with their operators and names: 160 samples, 4 frames of 3 coefficients, 2 labels.
/// </summary>
internal static class TestGraphs
{
    public static IReadOnlyDictionary<string, Func<GraphDef>> All { get; } = new Dictionary<string, Func<GraphDef>>
    {
        ["dnn"] = Dnn,
        ["cnn"] = Cnn,
        ["ds-cnn"] = DsCnn,
        ["basic-lstm"] = BasicLstm,
        ["lstm"] = Lstm,
        ["gru"] = () => Recurrent(graph => new TestLoop(graph, 3, frames: 4).Gru(units: 5)),
        ["crnn"] = Crnn,
    };

    public static GraphDef Dnn()
    {
        GraphWriter graph = FrontEnd();
        graph.Node("fc1/Relu", "Relu", [FullyConnected(graph, "fc1", "Reshape", 12, 5)]);
        return Logits(graph, "fc1/Relu", 5);
    }

    private static GraphDef Cnn()
    {
        GraphWriter graph = FrontEnd();
        Reshape(graph, "Reshape_1", "Reshape", -1, 4, 3, 1);
        graph.Node("Conv2D", "Conv2D", ["Reshape_1", graph.Weights("Variable", 2, 2, 1, 3)], Window(1, 1, "VALID"));
        graph.Node("add", "Add", ["Conv2D", graph.Weights("Variable_1", 3)]);
        graph.Node("Relu", "Relu", [BatchNorm(graph, "bn1", "add", graph.Weights("bn1/gamma", 3), 3)]);
        Reshape(graph, "Reshape_2", "Relu", -1, 18);
        string dense = FullyConnected(graph, "fc1", "Reshape_2", 18, 4);

        graph.Node("bn/add", "Add", [graph.Variances("bn/moving_variance", 4), graph.Filled("bn/add/y", 0.001f)]);
        graph.Node("bn/Rsqrt", "Rsqrt", ["bn/add"]);
        graph.Node("bn/mul", "Mul", ["bn/Rsqrt", graph.Weights("bn/gamma", 4)]);
        graph.Node("bn/mul_1", "Mul", [dense, "bn/mul"]);
        graph.Node("bn/mul_2", "Mul", [graph.Weights("bn/moving_mean", 4), "bn/mul"]);
        graph.Node("bn/sub", "Sub", [graph.Weights("bn/beta", 4), "bn/mul_2"]);
        graph.Node("bn/add_1", "Add", ["bn/mul_1", "bn/sub"]);
        graph.Node("Relu_1", "Relu", ["bn/add_1"]);
        return Logits(graph, "Relu_1", 4);
    }

    private static GraphDef DsCnn()
    {
        GraphWriter graph = FrontEnd();
        Reshape(graph, "Reshape_1", "Reshape", -1, 4, 3, 1);
        graph.Node("conv_1/Conv2D", "Conv2D", ["Reshape_1", graph.Weights("conv_1/weights", 3, 2, 1, 4)], Window(2, 1, "SAME"));
        graph.Node("conv_1/BiasAdd", "BiasAdd", ["conv_1/Conv2D", graph.Weights("conv_1/biases", 4)]);
        BatchNorm(graph, "conv_1/batch_norm", "conv_1/BiasAdd", graph.Filled("conv_1/batch_norm/Const", 1, 4), 4);
        graph.Node("conv_1/Relu", "Relu", ["conv_1/batch_norm/FusedBatchNorm"]);
        graph.Node("dw/depthwise", "DepthwiseConv2dNative", ["conv_1/Relu", graph.Weights("dw/weights", 3, 3, 4, 1)], Window(1, 1, "SAME"));
        graph.Node("dw/BiasAdd", "BiasAdd", ["dw/depthwise", graph.Weights("dw/biases", 4)]);
        graph.Node("dw/Relu", "Relu", [BatchNorm(graph, "dw/batch_norm", "dw/BiasAdd", graph.Filled("dw/Const", 1, 4), 4)]);
        graph.Node("pw/Conv2D", "Conv2D", ["dw/Relu", graph.Weights("pw/weights", 1, 1, 4, 5)], Window(1, 1, "SAME"));
        graph.Node("pw/BiasAdd", "BiasAdd", ["pw/Conv2D", graph.Weights("pw/biases", 5)]);
        graph.Node("pw/Relu", "Relu", ["pw/BiasAdd"]);
        graph.Node("AvgPool", "AvgPool", ["pw/Relu"], [("ksize", List(1, 2, 3, 1)), .. Window(2, 2, "VALID")]);
        graph.Node("Squeeze", "Squeeze", ["AvgPool"], ("squeeze_dims", List(1, 2)));
        return Logits(graph, "Squeeze", 5);
    }

    private static GraphDef BasicLstm() => Recurrent(graph => new TestLoop(graph, 3, frames: 4).BasicLstm(units: 5));

    private static GraphDef Lstm() => Recurrent(graph => new TestLoop(graph, 3, frames: 4).Lstm(units: 6, outputs: 5));

    private static GraphDef Crnn()
    {
        GraphWriter graph = FrontEnd();
        Reshape(graph, "Reshape_1", "Reshape", -1, 4, 3, 1);
        graph.Node("Conv2D", "Conv2D", ["Reshape_1", graph.Weights("W", 2, 2, 1, 3)], Window(1, 1, "VALID"));
        graph.Node("add", "Add", ["Conv2D", graph.Weights("Variable", 3)]);
        graph.Node("Relu", "Relu", ["add"]);
        Reshape(graph, "Reshape_2", "Relu", -1, 3, 6);
        string state = new TestLoop(graph, 6, frames: 3, "Reshape_2").TwoGrus(units: 4);
        graph.Node("Relu_1", "Relu", [FullyConnected(graph, "fc1", state, 4, 5)]);
        return Logits(graph, "Relu_1", 5);
    }

    private static GraphDef Recurrent(Func<GraphWriter, string> loop)
    {
        GraphWriter graph = FrontEnd();
        Reshape(graph, "Reshape_1", "Reshape", -1, 4, 3);
        return Logits(graph, loop(graph), 5);
    }

    private static GraphWriter FrontEnd()
    {
        var graph = new GraphWriter();
        graph.Node("wav_data", "Placeholder", []);
        graph.Node("decoded_sample_data", "DecodeWav", ["wav_data"], ("desired_channels", Integer(1)), ("desired_samples", Integer(160)));
        graph.Node("AudioSpectrogram", "AudioSpectrogram", ["decoded_sample_data"],
            ("window_size", Integer(64)), ("stride", Integer(32)), ("magnitude_squared", Flag(true)));
        graph.Node("Mfcc", "Mfcc", ["AudioSpectrogram", "decoded_sample_data:1"],
            ("filterbank_channel_count", Integer(6)), ("dct_coefficient_count", Integer(3)),
            ("lower_frequency_limit", Number(20)), ("upper_frequency_limit", Number(4000)));
        Reshape(graph, "Reshape", "Mfcc", -1, 12);
        return graph;
    }

    private static GraphDef Logits(GraphWriter graph, string input, int inputs)
    {
        graph.Node("labels_softmax", "Softmax", [FullyConnected(graph, "final", input, inputs, 2)]);
        return graph.Graph;
    }

    private static string FullyConnected(GraphWriter graph, string name, string input, int inputs, int outputs)
    {
        graph.Node($"{name}/W/read", "Identity", [graph.Weights($"{name}/W", inputs, outputs)]);
        graph.Node($"{name}/MatMul", "MatMul", [input, $"{name}/W/read"], ("transpose_a", Flag(false)), ("transpose_b", Flag(false)));
        return graph.Node($"{name}/add", "Add", [$"{name}/MatMul", graph.Weights($"{name}/b", outputs)]);
    }

    private static string BatchNorm(GraphWriter graph, string name, string input, string gamma, int channels) => graph.Node(
        $"{name}/FusedBatchNorm", "FusedBatchNorm",
        [input, gamma, graph.Weights($"{name}/beta", channels), graph.Weights($"{name}/moving_mean", channels),
            graph.Variances($"{name}/moving_variance", channels)],
        ("is_training", Flag(false)), ("epsilon", Number(0.001f)), ("data_format", Text("NHWC")));

    private static void Reshape(GraphWriter graph, string name, string input, params int[] shape) =>
        graph.Node(name, "Reshape", [input, graph.Integers($"{name}/shape", shape)]);

    private static (string, Kws.Training.Import.TensorFlow.AttrValue)[] Window(int strideTime, int strideFrequency, string padding) =>
        [("strides", List(1, strideTime, strideFrequency, 1)), ("padding", Text(padding)), ("data_format", Text("NHWC"))];
}
