using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>A trained model: topology, weights, biases and the names of the labels. Immutable.</summary>
public sealed class KwsModel
{
    /// <summary>The least weight, and the least value of a fingerprint: 6 bits in two's complement.</summary>
    public const int SixBit.Min = -32;

    /// <summary>The greatest weight, and the greatest value of a fingerprint.</summary>
    public const int SixBit.Max = 31;

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
        Topology = network;
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
    public Network Topology { get; }

    /// <summary>The names of the labels; the index is the label number.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>The values of one tensor, in the axis order of its <see cref="TensorSpec"/>.</summary>
    /// <param name="spec">One of the <see cref="Network.Tensors"/> of <see cref="Topology"/>.</param>
    /// <exception cref="ArgumentException">The tensor is not one of this topology's.</exception>
    public ImmutableArray<int> this[TensorSpec spec]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(spec);
            int index = Topology.Tensors.IndexOf(spec);
            return index >= 0 ? _tensors[index] : throw new ArgumentException($"{spec.Name} is not a tensor of this model", nameof(spec));
        }
    }

    /// <summary>Reads the weights from a <c>weight.h</c> file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The dimensions; null for <see cref="DsCnn.Default"/>.</param>
    /// <param name="labels">The names of the labels; null for <see cref="DefaultLabels"/>.</param>
    /// <exception cref="KwsFormatException">The file's content is damaged or belongs to another topology.</exception>
    /// <exception cref="ArgumentException">The labels are not as many as the topology says, or not different, or one is empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static KwsModel Load(string path, Network? network = null, IEnumerable<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        network ??= DsCnn.Default;
        return new KwsModel(network, WeightFile.Read(path, network), labels);
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
