using System.Collections.Immutable;
using System.Security.Cryptography;
using Kws.Model;
using Kws.Training.Import;

namespace Kws.Fast.Tests.Support;

/// <summary>A network that CMSIS-NN computes, with 40 inputs and what is recorded of its layers.</summary>
internal sealed class CmsisNetwork
{
    /// <summary>The number of inputs.</summary>
    public const int Inputs = 40;

    private readonly string _folder;
    private readonly Dictionary<string, (int[] Shape, string Hash)> _layers;

    public CmsisNetwork(string name)
    {
        Name = name;
        Model = KwsModel.Load(Path.Combine(AppContext.BaseDirectory, "models", $"{name}.safetensors"));
        _folder = Path.Combine(AppContext.BaseDirectory, "data", name);
        _layers = File.ReadLines(Path.Combine(_folder, "layers.csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(
            fields => fields[0], fields => (fields[1].Split(" x ").Select(int.Parse).ToArray(), fields[2]));
        TensorShape input = Model.Network.Input;
        int[] shape = name == "cmsis-dnn" ? [Inputs, input.Count] : [Inputs, input.Time, input.Frequency, input.Channels];
        Fingerprints = Int8Array.Read(Path.Combine(_folder, "input.npy"), shape);
    }

    public string Name { get; }

    public KwsModel Model { get; }

    /// <summary>The inputs, back to back.</summary>
    public sbyte[] Fingerprints { get; }

    /// <summary>The logits of all inputs.</summary>
    public sbyte[] Logits => Int8Array.Read(Path.Combine(_folder, "logits.npy"), _layers["logits.npy"].Shape);

    /// <summary>The places in the network of the layers whose outputs are recorded, and their files.</summary>
    public IReadOnlyList<(int Index, string File)> Recorded => [.. Model.Network.Layers.Index()
        .Where(layer => layer.Item is RequantizationLayer or AveragePoolLayer)
        .Select(layer => (layer.Index, FileOf(layer.Index)))];

    /// <summary>The network up to a layer, whose ReLU is left out. The files hold the values before it.</summary>
    public IReadOnlyList<Layer> Until(int index) =>
        [.. Model.Network.Layers.Take(index), WithoutRelu(Model.Network.Layers[index])];

    /// <summary>A model of other layers, with the tensors of this one and those given for the rest.</summary>
    public KwsModel With(IReadOnlyList<Layer> layers, params ImmutableArray<int>[] others)
    {
        var network = new Network(Model.Network.Input, layers, Model.Network.InputBits);
        int known = network.Tensors.Length - others.Length;
        return new KwsModel(network, [.. network.Tensors.Take(known).Select(spec => Model[spec]), .. others]);
    }

    /// <summary>Asserts the outputs of a layer for all inputs, back to back.</summary>
    public void AssertRecorded(string file, ReadOnlySpan<int> actual)
    {
        (int[] shape, string hash) = _layers[file];
        Assert.Equal(shape.Aggregate(1, (all, length) => all * length), actual.Length);
        var bytes = new byte[actual.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            Assert.Equal(actual[i], (sbyte)actual[i]);
            bytes[i] = unchecked((byte)actual[i]);
        }

        string path = Path.Combine(_folder, file);
        string whole = File.Exists(path) || ArmFolder.Path is null ? path : Path.Combine(ArmFolder.Path, Name, file);
        if (File.Exists(whole))
        {
            Assert.Equal(Int8Array.Read(whole, shape), bytes.Select(value => (sbyte)value));
        }

        Assert.True(hash == Convert.ToHexStringLower(SHA256.HashData(bytes)), $"{Name}: {file} differs");
    }

    private static Layer WithoutRelu(Layer layer) => layer is RequantizationLayer narrowed
        ? new RequantizationLayer(narrowed.Name, narrowed.Input, narrowed.Shift, narrowed.Rounding, relu: false, narrowed.SaturationBits)
        : layer;

    private string FileOf(int index) => index == Model.Network.Layers.Length - 1
        ? "logits.npy"
        : $"{Model.Network.Layers[index].Name.Replace("/requantized", "", StringComparison.Ordinal)}.npy";
}
