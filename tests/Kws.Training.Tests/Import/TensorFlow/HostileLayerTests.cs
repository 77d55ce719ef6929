using Kws.Training.Import.TensorFlow;
using static Kws.Training.Tests.Import.TensorFlow.GraphWriter;

namespace Kws.Training.Tests.Import.TensorFlow;

/// <summary>
/// Graphs whose layers or front end are not those of a network that is read. One line names the first node that does not fit.
/// </summary>
public sealed class HostileLayerTests
{
    private static readonly Dictionary<string, (Func<byte[]> File, string Message)> Files = new()
    {
        ["other operator"] = (() => GraphChange.Of("dnn", "fc1/Relu", node => node.Op = "Relu6"),
            "node 'fc1/Relu' (Relu6): expected an operator of a DNN, CNN, DS-CNN, LSTM, GRU or CRNN, or Mfcc"),
        ["other last operator"] = (() => GraphChange.Of("dnn", "labels_softmax", node => node.Op = "Sigmoid"),
            "node 'labels_softmax' (Sigmoid): expected Softmax"),
        ["circle"] = (() => GraphChange.Of("dnn", "fc1/Relu", node => node.Input[0] = "final/add"),
            "node 'final/add' (Add): the graph goes in a circle, expected a path from Mfcc to the logits"),
        ["endless path"] = (() => GraphChange.Of("dnn", LongPath),
            "node 'r46' (Relu): more than 256 operators follow up to the logits"),
        ["transposed"] = (() => GraphChange.Of("dnn", "fc1/MatMul", node => node.Attr["transpose_b"] = Flag(true)),
            "node 'fc1/MatMul' (MatMul): attribute 'transpose_b' is true, expected false"),
        ["reshaped to other sizes"] = (() => GraphChange.Of("dnn", graph => GraphChange.Integers(graph, "Reshape/shape", -1, 5, 3)),
            "node 'Reshape' (Reshape): the shape is [-1, 5, 3], expected -1 and up to 3 axes of together 12 values"),
        ["reshaped to nothing"] = (() => GraphChange.Of("dnn", graph => GraphChange.Integers(graph, "Reshape/shape", -1, 0, 0)),
            "node 'Reshape' (Reshape): the shape is [-1, 0, 0], expected -1 and up to 3 axes of together 12 values"),
        ["reshaped to huge"] = (
            () => GraphChange.Of("dnn", graph => GraphChange.Integers(graph, "Reshape/shape", -1, int.MaxValue, int.MaxValue)),
            "node 'Reshape' (Reshape): the shape is [-1, 2147483647, 2147483647], expected -1 and up to 3 axes of together 12 values"),
        ["other number of labels"] = (() => GraphChange.Of("dnn", "labels_softmax", node => node.Input[0] = "fc1/Relu"),
            "2 labels for 5 logits, expected one per logit"),
        ["dilated"] = (() => GraphChange.Of("cnn", "Conv2D", node => node.Attr["dilations"] = List(1, 2, 1, 1)),
            "node 'Conv2D' (Conv2D): attribute 'dilations' is not 1, expected no dilation"),
        ["no strides"] = (() => GraphChange.Of("cnn", "Conv2D", node => node.Attr.Remove("strides")),
            "node 'Conv2D' (Conv2D): attribute 'strides' is missing, expected a list of integers"),
        ["strides of zero"] = (() => GraphChange.Of("cnn", "Conv2D", node => node.Attr["strides"] = List(1, 0, 1, 1)),
            "node 'Conv2D' (Conv2D): attribute 'strides' is [1, 0, 1, 1], expected [1, time, frequency, 1] of 1 to 1024"),
        ["strides without end"] = (() => GraphChange.Of("cnn", "Conv2D", node => node.Attr["strides"] = List(new long[5000])),
            "node 'Conv2D' (Conv2D): attribute 'strides' is [0, 0, 0, 0, 0, 0, 0, 0, 0], expected [1, time, frequency, 1] of 1 to 1024"),
        ["explicit padding"] = (() => GraphChange.Of("cnn", "Conv2D", node => node.Attr["padding"] = Text("EXPLICIT")),
            "node 'Conv2D' (Conv2D): attribute 'padding' is EXPLICIT, expected VALID or SAME"),
        ["channels first"] = (() => GraphChange.Of("cnn", "Conv2D", node => node.Attr["data_format"] = Text("NCHW")),
            "node 'Conv2D' (Conv2D): attribute 'data_format' is NCHW, expected NHWC"),
        ["kernel larger than the input"] = (() => GraphChange.Of("cnn", graph => GraphChange.Reshape(graph, "Variable", 12, 1, 1, 1)),
            "node 'Conv2D' (Conv2D): Conv2D: kernel 12 x 1 is larger than the input 4 x 3"),
        ["norm in training"] = (() => GraphChange.Of("cnn", "bn1/FusedBatchNorm", node => node.Attr.Remove("is_training")),
            "node 'bn1/FusedBatchNorm' (FusedBatchNorm): attribute 'is_training' is true, expected false"),
        ["negative variance"] = (() => GraphChange.Of("cnn", graph => GraphChange.Content(graph, "bn1/moving_variance", 1, 1, -2)),
            "node 'bn1/FusedBatchNorm' (FusedBatchNorm): a variance is negative, expected 0 or more"),
        ["negative variance written out"] = (
            () => GraphChange.Of("cnn", graph => GraphChange.Content(graph, "bn/moving_variance", 1, -1, 1, 1)),
            "node 'bn/Rsqrt' (Rsqrt): expected up to 1024 positive numbers of type DT_FLOAT"),
        ["norm of other channels"] = (() => GraphChange.Of("cnn", "bn/mul_2", node => node.Input[0] = "bn1/beta"),
            "node 'bn/mul_2' (Mul): the two constants have different shapes"),
        ["norm after Relu"] = (() => GraphChange.Of("cnn", NormAfterRelu),
            "node 'bn1/FusedBatchNorm' (FusedBatchNorm): expected right after Conv2D, DepthwiseConv2dNative or MatMul"),
        ["several filters of a channel"] = (() => GraphChange.Of("ds-cnn", graph => GraphChange.Reshape(graph, "dw/weights", 3, 3, 2, 2)),
            "node 'dw/weights' (Const): the shape is [3, 3, 2, 2], expected [any, any, 4, 1]"),
        ["padded pool"] = (() => GraphChange.Of("ds-cnn", "AvgPool", node => node.Attr["padding"] = Text("SAME")),
            "node 'AvgPool' (AvgPool): AvgPool: padding Same of an average pool, expected Valid"),
        ["frames left after the pool"] = (() => GraphChange.Of("ds-cnn", "AvgPool", node => node.Attr["ksize"] = List(1, 1, 1, 1)),
            "node 'Squeeze' (Squeeze): the input is 1 x 2 x 5, expected 1 x 1 x channels"),
        ["huge window"] = (() => GraphChange.Of("dnn", "AudioSpectrogram", node => node.Attr["window_size"] = Integer(1 << 30)),
            "node 'Mfcc' (Mfcc): length of the window is 1073741824, expected 2 to 160"),
        ["window of 64 bits"] = (() => GraphChange.Of("dnn", "AudioSpectrogram", node => node.Attr["window_size"] = Integer(1L << 40)),
            "node 'AudioSpectrogram' (AudioSpectrogram): attribute 'window_size' is 1099511627776, expected an integer of 32 bits"),
        ["no stride"] = (() => GraphChange.Of("dnn", "AudioSpectrogram", node => node.Attr["stride"] = Integer(0)),
            "node 'Mfcc' (Mfcc): stride of the window is 0, expected 1 to 1048576"),
        ["huge clip"] = (() => GraphChange.Of("dnn", "decoded_sample_data", node => node.Attr["desired_samples"] = Integer(1 << 30)),
            "node 'Mfcc' (Mfcc): number of samples is 1073741824, expected 1 to 1048576"),
        ["clip of any length"] = (() => GraphChange.Of("dnn", "decoded_sample_data", node => node.Attr.Remove("desired_samples")),
            "node 'decoded_sample_data' (DecodeWav): attribute 'desired_samples' is missing, expected an integer"),
        ["stereo"] = (() => GraphChange.Of("dnn", "decoded_sample_data", node => node.Attr["desired_channels"] = Integer(2)),
            "node 'decoded_sample_data' (DecodeWav): attribute 'desired_channels' is 2, expected 1"),
        ["bands up to NaN"] = (() => GraphChange.Of("dnn", "Mfcc", node => node.Attr["upper_frequency_limit"] = Number(float.NaN)),
            "node 'Mfcc' (Mfcc): mel bands from 20 to NaN Hz, expected rising frequencies from 0 to 8000 Hz"),
        ["other sample rate"] = (() => GraphChange.Of("dnn", "Mfcc", node => node.Input[1] = "Reshape/shape"),
            "node 'Reshape/shape' (Const): output 0 is read as the sample rate, expected output 1 of 'decoded_sample_data'"),
        ["no spectrogram"] = (() => GraphChange.Of("dnn", "AudioSpectrogram", node => node.Op = "ReadFile"),
            "node 'AudioSpectrogram' (ReadFile): expected AudioSpectrogram"),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_refused_in_one_line(string name) => GraphChange.AssertRefused(Files[name].File(), Files[name].Message);

    private static void LongPath(GraphDef graph)
    {
        for (int i = 0; i < 300; i++)
        {
            graph.Node.Add(new NodeDef { Name = $"r{i}", Op = "Relu", Input = { i == 0 ? "fc1/add" : $"r{i - 1}" } });
        }

        GraphChange.Node(graph, "fc1/Relu").Input[0] = "r299";
    }

    private static void NormAfterRelu(GraphDef graph)
    {
        GraphChange.Node(graph, "Relu").Input[0] = "add";
        GraphChange.Node(graph, "bn1/FusedBatchNorm").Input[0] = "Relu";
        GraphChange.Node(graph, "Reshape_2").Input[0] = "bn1/FusedBatchNorm";
    }
}
