using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>A trained model: network, weights, biases and the names of the labels. Immutable.</summary>
public sealed class KwsModel
{
    private static readonly Lazy<KwsModel> LazyDefault = new(DefaultModel.Read);

    private readonly ImmutableArray<ImmutableArray<int>> _tensors;

    /// <summary>Makes a model of tensors in memory.</summary>
    /// <param name="network">The dimensions.</param>
    /// <param name="tensors">The values, in the order and axis order of <see cref="Network.Tensors"/>.</param>
    /// <param name="labels">The names of the labels, or null for <see cref="DefaultLabels"/>.</param>
    /// <exception cref="ArgumentException">A tensor or label is missing or superfluous, or a value is out of range.</exception>
    public KwsModel(Network network, IEnumerable<ImmutableArray<int>> tensors, IEnumerable<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(tensors);
        Network = network;
        _tensors = [.. tensors];
        Labels = [.. labels ?? DefaultLabels(network.LabelCount)];

        if (_tensors.Length != network.Tensors.Length)
        {
            throw new ArgumentException($"{_tensors.Length} tensors, expected {network.Tensors.Length}", nameof(tensors));
        }

        for (int i = 0; i < _tensors.Length; i++)
        {
            CheckTensor(network.Tensors[i], _tensors[i]);
        }

        if (Labels.Length != network.LabelCount)
        {
            throw new ArgumentException($"{Labels.Length} labels, expected {network.LabelCount}", nameof(labels));
        }

        if (Labels.Distinct().Count() != Labels.Length || Labels.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("labels must be different and not empty", nameof(labels));
        }
    }

    /// <summary>The trained model that comes with the package: silence, unknown, "cat" and "happy".</summary>
    public static KwsModel Default => LazyDefault.Value;

    /// <summary>The dimensions.</summary>
    public Network Network { get; }

    /// <summary>The names of the labels; the index is the label number.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>The values of one tensor, in the axis order of its <see cref="TensorSpec"/>.</summary>
    /// <param name="spec">One of the <see cref="Network.Tensors"/> of <see cref="Network"/>.</param>
    /// <exception cref="ArgumentException">The tensor is not one of this topology's.</exception>
    public ImmutableArray<int> this[TensorSpec spec]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(spec);
            int index = Network.Tensors.IndexOf(spec);
            return index >= 0 ? _tensors[index] : throw new ArgumentException($"{spec.Name} is not a tensor of this model", nameof(spec));
        }
    }

    /// <summary>Reads a model file: safetensors with network and labels in its metadata.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="KwsFormatException">The file is damaged, or not a model file; the message names what and where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static KwsModel Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return ModelFile.Read(stream, path);
    }

    /// <summary>Reads a model file.</summary>
    /// <param name="stream">The bytes; they are read to their end and the stream is not closed.</param>
    /// <param name="sourceName">The name of the stream in messages.</param>
    /// <exception cref="KwsFormatException">The bytes are damaged, or not a model file; the message names what and where.</exception>
    public static KwsModel Load(Stream stream, string sourceName = "model")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sourceName);
        return ModelFile.Read(stream, sourceName);
    }

    /// <summary>Reads the weights from a <c>weight.h</c> file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network, which the file does not say; null for <see cref="DsCnn.Default"/>.</param>
    /// <param name="labels">The names of the labels; null for <see cref="DefaultLabels"/>.</param>
    /// <exception cref="KwsFormatException">The file's content is damaged or belongs to another network.</exception>
    /// <exception cref="ArgumentException">The labels are not as many as the network has, or not different, or one is empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static KwsModel LoadWeights(string path, Network? network = null, IEnumerable<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        network ??= DsCnn.Default;
        return new KwsModel(network, WeightFile.Read(path, network), labels);
    }

    /// <summary>Writes a model file, whole or not at all: an existing file is replaced at the end.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        AtomicFile.Write(path, (Stream stream) => ModelFile.Write(stream, this));
    }

    /// <summary>Writes a model file. The same model always gives the same bytes.</summary>
    /// <param name="stream">The target; it is not closed.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelFile.Write(stream, this);
    }

    /// <summary>
    /// The names used where none are given: those of <see cref="Default"/> if the count is the same, else <c>label_0</c>, <c>label_1</c>, ...
    /// </summary>
    /// <param name="count">Number of labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static ImmutableArray<string> DefaultLabels(int count)
    {
        ImmutableArray<string> names = DefaultModel.Labels;
        return count == names.Length ? names : [.. Enumerable.Range(0, count).Select(i => $"label_{i}")];
    }

    private static void CheckTensor(TensorSpec spec, ImmutableArray<int> values)
    {
        if (values.IsDefault || values.Length != spec.Count)
        {
            throw new ArgumentException($"{spec.Name}: {(values.IsDefault ? 0 : values.Length)} values, expected {spec.Count}");
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < spec.MinValue || values[i] > spec.MaxValue)
            {
                throw new ArgumentException(
                    $"{spec.Name}: value {i} ({spec.Describe(i)}) is {values[i]}, expected {spec.MinValue} to {spec.MaxValue}");
            }
        }
    }
}
