using System.Collections.Immutable;
using Kws.Fast.Tests.Support;
using Kws.Model;
using Kws.Reference;
using Kws.Training.Import;

namespace Kws.Fast.Tests;

/// <summary>
/// The integers of CMSIS-NN in every layer of the two 8-bit networks that ARM deployed. data/README.md says who recorded them.
/// </summary>
public sealed class CmsisTests
{
    private static readonly CmsisNetwork[] Networks = [new("cmsis-dnn"), new("cmsis-ds-cnn")];

    public static TheoryData<string> Names => ["cmsis-dnn", "cmsis-ds-cnn"];

    /// <summary>Each kernel that runs, emulated or not, with each network that it handles.</summary>
    public static TheoryData<string, string> Kernels { get; } = Handled(Support.Kernels.All);

    /// <summary>Each kernel of this processor with each network that it handles.</summary>
    public static TheoryData<string, string> SupportedKernels { get; } = Handled(Support.Kernels.Supported);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_reference_gives_every_recorded_value(string name)
    {
        CmsisNetwork network = Find(name);
        var reference = new ReferenceClassifier(network.Model);
        InferenceTrace[] traces =
            [.. network.Fingerprints.Chunk(network.Model.Network.Input.Count).Select(fingerprint => reference.Trace(fingerprint))];
        foreach ((int index, string file) in network.Recorded)
        {
            // A trace begins with the fingerprint, so the input of the layer has the layer's index. The pool makes few enough labels.
            IReadOnlyList<Layer> layers = network.Until(index);
            KwsModel model = network.With([.. layers, new MaxPoolLayer("end", layers[^1].Output)]);
            var withoutRelu = new ReferenceClassifier(model);
            network.AssertRecorded(
                file, [.. traces.SelectMany(trace => withoutRelu.Run(model.Network.Layers[index], trace.Layers[index].Values.AsSpan()))]);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_kernel_gives_the_recorded_logits(string kernel, string name)
    {
        CmsisNetwork network = Find(name);
        Assert.Equal(network.Logits.Select(logit => (int)logit), Infer(kernel, network.Model, network.Fingerprints));
    }

    [Theory]
    [MemberData(nameof(SupportedKernels))]
    public void Every_kernel_gives_every_recorded_value(string kernel, string name)
    {
        CmsisNetwork network = Find(name);
        foreach ((int index, string file) in network.Recorded)
        {
            network.AssertRecorded(file, Outputs(kernel, network, index));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_average_pool_truncates_and_wraps(int leftShift)
    {
        const int Maps = 2;
        var shape = new TensorShape(25, 5, 64);
        string folder = Path.Combine(AppContext.BaseDirectory, "data", "average-pool");
        var layer = new AveragePoolLayer("pool", shape, null, leftShift, AverageRounding.TowardsZero, wrapBits: 8);
        sbyte[] expected = Int8Array.Read(Path.Combine(folder, $"left-shift-{leftShift}.npy"), Maps, shape.Channels);
        AssertAverages(
            layer, Int8Array.Read(Path.Combine(folder, "input.npy"), Maps, shape.Time, shape.Frequency, shape.Channels), expected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_average_pool_gives_all_recorded_averages(int leftShift)
    {
        const int Maps = 16;
        var shape = new TensorShape(25, 5, 64);
        string folder = Path.Combine(ArmFolder.Require(), "cmsis-kernels");
        var layer = new AveragePoolLayer("pool", shape, null, leftShift, AverageRounding.TowardsZero, wrapBits: 8);
        sbyte[] expected = Int8Array.Read(Path.Combine(folder, $"avgpool-lshift{leftShift}.npy"), Maps, shape.Channels);
        AssertAverages(
            layer, Int8Array.Read(Path.Combine(folder, "avgpool-input.npy"), Maps, shape.Time, shape.Frequency, shape.Channels), expected);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sample_is_the_imported_folder(string name)
    {
        using var imported = new MemoryStream();
        CmsisDeployment.Read(Path.Combine(ArmFolder.Require(), name)).Save(imported);
        Assert.Equal(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "models", $"{name}.safetensors")), imported.ToArray());
    }

    /// <summary>An inference with 8 channels of all positions is one of at most 1,024 logits: it shows every layer of any kernel.</summary>
    private static int[] Outputs(string kernel, CmsisNetwork network, int index)
    {
        const int Channels = 8;
        IReadOnlyList<Layer> layers = network.Until(index);
        TensorShape shape = layers[^1].Output;
        var outputs = new int[CmsisNetwork.Inputs * shape.Count];
        for (int first = 0; first < shape.Channels; first += Channels)
        {
            int channels = Math.Min(Channels, shape.Channels - first);
            var selection = new PointwiseConvolutionLayer("selection", shape, channels, "selection/weights");
            ImmutableArray<int> weights =
                [.. Enumerable.Range(0, channels * shape.Channels).Select(i => i % shape.Channels == first + (i / shape.Channels) ? 1 : 0)];
            int[] logits = Infer(kernel, network.With([.. layers, selection], weights), network.Fingerprints);
            for (int i = 0; i < logits.Length; i++)
            {
                outputs[(i / channels * shape.Channels) + first + (i % channels)] = logits[i];
            }
        }

        return outputs;
    }

    private static int[] Infer(string kernel, KwsModel model, sbyte[] fingerprints)
    {
        var logits = new int[fingerprints.Length / model.Network.Input.Count * model.Network.LabelCount];
        Support.Kernels.Classifier(kernel, model).Infer(fingerprints, logits);
        return logits;
    }

    private static void AssertAverages(AveragePoolLayer layer, sbyte[] maps, sbyte[] expected)
    {
        var model = new KwsModel(new Network(layer.Input, [layer], inputBits: 8), []);
        int[] expectedIntegers = [.. expected.Select(average => (int)average)];
        var reference = new ReferenceClassifier(model);
        Assert.Equal(expectedIntegers, maps.Chunk(layer.Input.Count).SelectMany(map => reference.Infer(map)));
        foreach (TheoryDataRow<string> kernel in Support.Kernels.All.Where(row => Support.Kernels.Find(row.Data).Handles(model)))
        {
            Assert.Equal(expectedIntegers, Infer(kernel.Data, model, maps));
        }
    }

    private static CmsisNetwork Find(string name) => Networks.Single(network => network.Name == name);

    private static TheoryData<string, string> Handled(TheoryData<string> kernels) => new(
        from kernel in kernels
        from network in Networks
        where Support.Kernels.Find(kernel.Data).Handles(network.Model)
        select (kernel.Data, network.Name));
}
