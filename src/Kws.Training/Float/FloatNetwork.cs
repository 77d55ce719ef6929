using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Float.Files;
using Kws.Training.Float.FrontEnd;
using Kws.Training.Float.Layers;

namespace Kws.Training.Float;

/// <summary>
/// A network of floating-point numbers as data: a front end, layers that are computed one after the other, and labels. The output of the
/// last layer is the logits.
/// </summary>
/// <remarks>
/// Immutable and safe for concurrent use. It is computed in double by code that is written to be read: the truth that integers made of it
/// are compared with, some milliseconds per clip.
/// </remarks>
public sealed class FloatNetwork
{
    /// <summary>The largest number of weights and biases of a network.</summary>
    public const int MaxWeights = 1 << 24;

    /// <summary>The largest number of products for one clip.</summary>
    public const long MaxProducts = 1L << 31;

    private readonly FeatureExtractor _extractor;

    /// <summary>Makes a network.</summary>
    /// <param name="frontEnd">The front end.</param>
    /// <param name="layers">The layers in the order of computation, 1 to <see cref="Network.MaxLayers"/>.</param>
    /// <param name="labels">The names of the labels, one per logit.</param>
    /// <exception cref="ArgumentException">
    /// There is no layer, a layer does not take as many values as the one before it gives, two layers have the same name, the number of
    /// labels is not that of the logits, a label is empty or there twice, or the network is too large.
    /// </exception>
    public FloatNetwork(FloatFrontEnd frontEnd, IEnumerable<FloatLayer> layers, ImmutableArray<string> labels)
    {
        ArgumentNullException.ThrowIfNull(frontEnd);
        ArgumentNullException.ThrowIfNull(layers);
        (FrontEnd, Layers, Labels) = (frontEnd, [.. layers], labels);
        if (Layers.Length is 0 or > Network.MaxLayers)
        {
            throw new ArgumentException($"{Layers.Length} layers, expected 1 to {Network.MaxLayers}");
        }

        CheckLayers();
        CheckSize();
        int logits = Layers[^1].Output.Count;
        if (labels.Length != logits)
        {
            throw new ArgumentException($"{labels.Length} labels for {logits} logits, expected one per logit");
        }

        if (LabelNames.ProblemOf(labels) is { } unfit)
        {
            throw new ArgumentException(unfit);
        }

        _extractor = new FeatureExtractor(frontEnd);
    }

    /// <summary>The computation of features from samples.</summary>
    public FloatFrontEnd FrontEnd { get; }

    /// <summary>
    /// The layers in the order of computation. Each takes the values that the one before it gives, in their order, possibly in another
    /// shape: a fully connected layer takes them as one row.
    /// </summary>
    public ImmutableArray<FloatLayer> Layers { get; }

    /// <summary>The names of the labels, one per logit.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>The features of a clip, which are the input of the first layer.</summary>
    /// <param name="samples">
    /// 16-bit samples at <see cref="FloatFrontEnd.SampleRate"/>. Samples after the first <see cref="FloatFrontEnd.SampleCount"/> do not
    /// count, and missing ones are zero.
    /// </param>
    /// <returns>Frames in time order, each with its coefficients.</returns>
    public double[] Features(ReadOnlySpan<short> samples) => _extractor.Extract(samples);

    /// <summary>The logits of a clip, one per label.</summary>
    /// <param name="samples">
    /// 16-bit samples at <see cref="FloatFrontEnd.SampleRate"/>. Samples after the first <see cref="FloatFrontEnd.SampleCount"/> do not
    /// count, and missing ones are zero.
    /// </param>
    public double[] Logits(ReadOnlySpan<short> samples)
    {
        double[] values = Features(samples);
        foreach (FloatLayer layer in Layers)
        {
            values = layer.Compute(values);
        }

        return values;
    }

    /// <summary>Reads a file of a float network: safetensors with network, labels and front end in its metadata.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="KwsFormatException">
    /// The file is damaged, not a float network, or was changed while it was read; the message names what and where.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static FloatNetwork Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return WholeFile.Read(path, stream => FloatNetworkFile.Read(ModelFile.ReadAll(stream, path), path));
    }

    /// <summary>Reads a file of a float network.</summary>
    /// <param name="stream">The bytes; they are read to their end and the stream is not closed.</param>
    /// <param name="sourceName">The name of the stream in messages.</param>
    /// <exception cref="KwsFormatException">The bytes are damaged, or not a float network; the message names what and where.</exception>
    public static FloatNetwork Load(Stream stream, string sourceName = "network")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sourceName);
        return FloatNetworkFile.Read(ModelFile.ReadAll(stream, sourceName), sourceName);
    }

    /// <summary>Writes a file of the network, whole or not at all: an existing file is replaced at the end.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        AtomicFile.Write(path, (Stream stream) => FloatNetworkFile.Write(stream, this));
    }

    /// <summary>
    /// Writes a file of the network. Tensors have 32-bit floats, or 64-bit ones where those would not be the same numbers. The same network
    /// always gives the same bytes.
    /// </summary>
    /// <param name="stream">The target; it is not closed.</param>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        FloatNetworkFile.Write(stream, this);
    }

    private void CheckLayers()
    {
        int count = FrontEnd.Output.Count;
        var names = new HashSet<string>();
        foreach (FloatLayer layer in Layers)
        {
            if (layer.Input.Count != count)
            {
                throw new ArgumentException($"{layer.Name}: the input is {layer.Input}, expected {count} values");
            }

            if (!names.Add(layer.Name))
            {
                throw new ArgumentException($"two layers are named {layer.Name}");
            }

            count = layer.Output.Count;
        }
    }

    private void CheckSize()
    {
        long weights = Layers.Sum(layer => layer.WeightCount);
        if (weights > MaxWeights)
        {
            throw new ArgumentException($"the network has {weights} weights, expected at most {MaxWeights}");
        }

        long products = Layers.Sum(layer => layer.Products);
        if (products > MaxProducts)
        {
            throw new ArgumentException($"the network computes {products} products per clip, expected at most {MaxProducts}");
        }
    }
}
