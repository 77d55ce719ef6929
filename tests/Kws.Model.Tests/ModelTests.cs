using System.Collections.Immutable;
using Kws.Model.Tests.Support;
using Kws.Testing;

namespace Kws.Model.Tests;

public class ModelTests
{
    private static readonly ImmutableArray<int>[] SmallTensors = [[1, 2, 3, 4, 5, 6, 7, 8], [1, 2], [1, 2], [1, 2], [1, 2]];

    [Fact]
    public void The_default_model_is_the_embedded_file()
    {
        KwsModel model = KwsModel.Default;
        Assert.Equal(DsCnn.Default, model.Network);
        Assert.Equal(["_silence_", "_unknown_", "cat", "happy"], model.Labels);
        Assert.Equal(new FrontEnd(), model.FrontEnd);
        Assert.Null(model.Detection);
        Assert.Equal([19, -24, -6, 18], model[model.Network.Tensors[0]].Take(4));
        Assert.Equal([159, -108, -101, -82], model[model.Network.Tensors[4]]);
    }

    [Fact]
    public void Weights_alone_are_those_of_the_default_network_with_its_labels()
    {
        KwsModel model = KwsModel.LoadWeights(HardwareTeam.Weights);
        Assert.Equal(DsCnn.Default, model.Network);
        Assert.Equal(KwsModel.Default.Labels, model.Labels);
        Assert.Equal([5, -7, -10, 3], model[model.Network.Tensors[0]].Take(4));
        Assert.Equal([80, -57, -5, 23], model[model.Network.Tensors[4]]);
    }

    [Fact]
    public void Labels_without_names_are_numbered() => Assert.Equal(["label_0", "label_1"], KwsModel.DefaultLabels(2));

    [Fact]
    public void A_value_out_of_range_is_named()
    {
        ImmutableArray<int>[] tensors = [.. SmallTensors];
        tensors[0] = tensors[0].SetItem(6, 32);
        Assert.Equal(
            "DS-CNN/conv_1/weights:0: value 6 (channel 1, time 1, frequency 0) is 32, expected -32 to 31",
            Assert.Throws<ArgumentException>(() => new KwsModel(TestData.SmallNetwork, tensors)).Message);
    }

    [Fact]
    public void Biases_may_be_any_integer()
    {
        ImmutableArray<int>[] tensors = [.. SmallTensors];
        tensors[4] = [int.MinValue, int.MaxValue];
        var model = new KwsModel(TestData.SmallNetwork, tensors);
        Assert.Equal([int.MinValue, int.MaxValue], model[model.Network.Tensors[4]]);
    }

    [Fact]
    public void Tensors_and_labels_must_be_complete()
    {
        Assert.Throws<ArgumentException>(() => new KwsModel(TestData.SmallNetwork, SmallTensors[..4]));
        Assert.Throws<ArgumentException>(() => new KwsModel(TestData.SmallNetwork, [.. SmallTensors[..4], [1]]));
        Assert.Throws<ArgumentException>(() => new KwsModel(TestData.SmallNetwork, [.. SmallTensors[..4], default]));
        Assert.Throws<ArgumentException>(() => new KwsModel(TestData.SmallNetwork, SmallTensors, ["one"]));
    }

    [Fact]
    public void Traces_with_the_same_values_are_equal()
    {
        Assert.Equal(Trace(1, 2), Trace(1, 2));
        Assert.Equal(Trace(1, 2).GetHashCode(), Trace(1, 2).GetHashCode());
        Assert.NotEqual(Trace(1, 2), Trace(2, 2));
        Assert.Equal([1, 2], Trace(1, 2)["fc1"].Values);
        Assert.Throws<KeyNotFoundException>(() => Trace(1, 2)["fc2"]);
        Assert.Throws<ArgumentException>(() => Trace(1, 2, 3));

        // A value is compared only where the rest is the same.
        var values = new LayerValues("fc1", new TensorShape(1, 1, 1), [1]);
        Assert.NotEqual(values, values with { Name = "fc2" });
        Assert.NotEqual(values, values with { Shape = new TensorShape(1, 0, 1) });
        Assert.False(values.Equals(null));
        Assert.NotEqual(values.GetHashCode(), (values with { Values = [2] }).GetHashCode());
        Assert.Equal((values with { Values = default }).GetHashCode(), (values with { Values = [] }).GetHashCode());

        static InferenceTrace Trace(params ImmutableArray<int> values) => new([new("fc1", new TensorShape(1, 1, 2), values)]);
    }
}
