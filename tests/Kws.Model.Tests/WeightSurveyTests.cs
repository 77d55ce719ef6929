using System.Collections.Immutable;

namespace Kws.Model.Tests;

/// <summary>A weight file does not say its network: what its names and sizes tell.</summary>
public class WeightSurveyTests
{
    [Theory]
    [InlineData("const int DS_CNN_fc1_biases_0[6] = {1, 2, 3, 4, 5, 6};", 6)]
    [InlineData("const int DS_CNN_fc1_biases_0[2][3] = {{1, 2, 3}, {4, 5, 6}};", 6)]
    [InlineData("#define DS_CNN_fc1_biases_0 {1, 2, 3}", 3)]
    [InlineData("#define LENGTH 7\nint DS_CNN_fc1_biases_0[] = {1, 2, 3};", 3)]
    [InlineData("extern \"C\" {\nint __attribute__((aligned(4))) DS_CNN_fc1_biases_0[LENGTH] = {1, 2};\n}", 2)]
    [InlineData("int DS_CNN_fc1_biases_0; int other[3] = {1, 2, 3};", 4)]
    [InlineData("int other[3] = {1, 2, 3}; int DS_CNN_fc1_biases_0[] = {1, 2};", 2)]
    [InlineData("int DS_CNN_fc1_biases_0[] = {1, 2}; int DS_CNN_fc1_biases_0[] = {1, 2, 3};", 2)]
    [InlineData("int DS_CNN_fc1_biases_0[] = {1, 2", 2)]
    [InlineData("int DS_CNN_fc1_biases_0[] = {};", 4)]
    [InlineData("int (", 4)]
    [InlineData("int DS_CNN_fc1_biases_0[] = {1, 2}; /* without an end", 4)]
    [InlineData("", 4)]
    public void The_number_of_labels_is_that_of_the_last_biases(string text, int labels)
    {
        Network network = WeightSurvey.InferNetwork(text, "file.h", 30, 10);
        Assert.Equal(labels, network.LabelCount);
        Assert.Equal(DsCnn.Parse(DsCnn.DefaultModelSizeInfo, labels), network);
    }

    [Theory]
    [InlineData(1024, 1024)]
    [InlineData(1025, 4)]
    public void More_labels_than_a_network_may_have_are_not_counted(int biases, int labels) => Assert.Equal(
        labels,
        WeightSurvey.InferNetwork(
            $"int DS_CNN_fc1_biases_0[] = {{{string.Join(", ", Enumerable.Repeat(1, biases))}}};", "file.h", 30, 10).LabelCount);

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void Weights_of_the_default_network_are_known_with_any_labels(int labels)
    {
        Network network = DsCnn.Parse(DsCnn.DefaultModelSizeInfo, labels);
        Assert.Equal(network, WeightSurvey.InferNetwork(FileOf(network), "file.h", 30, 10));
    }

    [Theory]
    [InlineData("2 24 4 4 2 2 16 3 3 2 2", "2 layers with 24, 16 channels and kernels of 16, 9 values")]
    [InlineData("4 9 4 3 2 2 8 3 3 1 1 5 2 3 1 1 7 1 5 1 1", "4 layers with 9, 8, 5, 7 channels and kernels of 12, 9, 6, 5 values")]
    public void Weights_of_another_network_are_refused_with_what_their_sizes_tell(string modelSizeInfo, string sizes)
    {
        string text = FileOf(DsCnn.Parse(modelSizeInfo, 3));
        Assert.Equal(
            $"file.h: the sizes of the tensors are those of {sizes}, not of {DsCnn.Parse(DsCnn.DefaultModelSizeInfo, 3)}: give its "
            + "model_size_info, since kernels and strides are not in the file",
            Refusal(text));
    }

    [Theory]
    [InlineData("fc1_weights_0")]
    [InlineData("conv_1_weights_0")]
    [InlineData("conv_ds_1_pw_conv_weights_0")]
    [InlineData("conv_ds_2_dw_conv_depthwise_weights_0")]
    public void Sizes_of_no_network_are_left_to_the_reader(string tensor)
    {
        // One value too many, or none at all: then the sizes fit no DS-CNN.
        Network network = DsCnn.Parse("3 9 4 4 2 2 8 3 3 1 1 5 3 3 1 1", 3);
        string text = FileOf(network);
        int values = text.IndexOf('{', text.IndexOf(tensor, StringComparison.Ordinal)) + 1;
        AssertLeft(text.Insert(values, "1, "));
        AssertLeft(text.Remove(values, text.IndexOf('}', values) - values));

        static void AssertLeft(string text) =>
            Assert.Equal(DsCnn.Parse(DsCnn.DefaultModelSizeInfo, 3), WeightSurvey.InferNetwork(text, "file.h", 30, 10));
    }

    [Theory]
    [InlineData("CONV1_WT")]
    [InlineData("LINEAR_BIAS")]
    public void Weights_of_deployed_networks_are_refused_with_their_name(string name)
    {
        Assert.Equal(
            $"file.h: these are 8-bit weights of ARM's deployed networks ({name}), whose shapes and shifts are not in the file, expected "
            + $"{DsCnn.Default.Tensors[0].FileName} and so on, or a model file",
            Refusal($"#define {name} {{1, 2, 3}}"));
        Assert.Equal(
            4, WeightSurvey.InferNetwork($"#define {name} {{1}}\nint DS_CNN_conv_1_weights_0[] = {{1}};", "file.h", 30, 10).LabelCount);
    }

    private static string Refusal(string text) =>
        Assert.Throws<KwsFormatException>(() => WeightSurvey.InferNetwork(text, "file.h", 30, 10)).Message;

    private static string FileOf(Network network)
    {
        using var text = new StringWriter();
        WeightFile.Write(text, new KwsModel(network, network.Tensors.Select(spec => ImmutableArray.Create(new int[spec.Count]))));
        return text.ToString();
    }
}
