using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// A trained model: network, weights, biases, the names of the labels, the front end and, if it was measured, the rule of detection in
/// live sound. Immutable.
/// </summary>
public sealed class KwsModel
{
    private static readonly Lazy<KwsModel> LazyDefault = new(() => TrainedModel.Read("default.safetensors"));
    private static readonly Lazy<KwsModel> LazyLive = new(() => TrainedModel.Read("live.safetensors"));

    /// <summary>Makes a model of tensors in memory.</summary>
    /// <param name="network">The dimensions.</param>
    /// <param name="tensors">The values, in the order and axis order of <see cref="Network.Tensors"/>.</param>
    /// <param name="labels">The names of the labels, or null for <see cref="DefaultLabels"/>.</param>
    /// <param name="frontEnd">
    /// How sound becomes its input; null for the settings of the default model with the shape and bits of the network's input.
    /// </param>
    /// <param name="detection">The rule of detection in live sound; null if none was measured.</param>
    /// <exception cref="ArgumentException">
    /// A tensor or label is missing or superfluous, a label has a comma, quote or control character, a value is out of range, the
    /// fingerprints of the front end are not the network's input, or the rule of detection has a number out of range or a threshold for a
    /// word that is not a label.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting of the front end lies outside its range.</exception>
    public KwsModel(
        Network network,
        IEnumerable<ImmutableArray<int>> tensors,
        IEnumerable<string>? labels = null,
        FrontEnd? frontEnd = null,
        DetectionSettings? detection = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(tensors);
        Network = network;
        Tensors = [.. tensors];
        Labels = [.. labels ?? DefaultLabels(network.LabelCount)];

        if (Tensors.Length != network.Tensors.Length)
        {
            throw new ArgumentException($"{Tensors.Length} tensors, expected {network.Tensors.Length}", nameof(tensors));
        }

        for (int i = 0; i < Tensors.Length; i++)
        {
            CheckTensor(network.Tensors[i], Tensors[i]);
        }

        if (Labels.Length != network.LabelCount)
        {
            throw new ArgumentException($"{Labels.Length} labels, expected {network.LabelCount}", nameof(labels));
        }

        if (LabelNames.ProblemOf(Labels) is { } unfit)
        {
            throw new ArgumentException(unfit, nameof(labels));
        }

        FrontEnd = (frontEnd ?? new FrontEnd()).For(network);
        if (frontEnd is not null)
        {
            if (frontEnd != FrontEnd)
            {
                throw new ArgumentException(
                    $"the front end makes fingerprints of {frontEnd.FrameCount} x {frontEnd.CoefficientCount} x 1 with {frontEnd.Bits} "
                        + $"bits, expected {network.Input} with {network.InputBits} bits as the network takes them",
                    nameof(frontEnd));
            }

            frontEnd.Check();
        }

        Detection = detection?.ProblemWith(Labels) is { } problem ? throw new ArgumentException(problem, nameof(detection)) : detection;
    }

    /// <summary>The trained model that comes with the package: silence, unknown, "cat" and "happy".</summary>
    public static KwsModel Default => LazyDefault.Value;

    /// <summary>
    /// The larger model that comes with the package, for live sound: the same labels as <see cref="Default"/>, more hits in noise and
    /// far fewer false alarms in running speech. Its input has 8 bits.
    /// </summary>
    public static KwsModel Live => LazyLive.Value;

    /// <summary>The dimensions.</summary>
    public Network Network { get; }

    /// <summary>The names of the labels; the index is the label number.</summary>
    public ImmutableArray<string> Labels { get; }

    /// <summary>
    /// The settings by which sound becomes an input of the network. Those of a network whose input is no fingerprint of sound may be such
    /// that no extractor takes them.
    /// </summary>
    public FrontEnd FrontEnd { get; }

    /// <summary>The rule of detection in live sound, which <c>kws tune</c> measures; null if there is none.</summary>
    public DetectionSettings? Detection { get; }

    /// <summary>True if an extractor with the front end makes inputs of the network.</summary>
    internal bool TakesSound => Network.Input.Channels == 1 && FrontEnd.IsValid;

    /// <summary>The values of all tensors, in the order and axis order of <see cref="Network.Tensors"/>.</summary>
    public ImmutableArray<ImmutableArray<int>> Tensors { get; }

    /// <summary>The values of one tensor, in the axis order of its <see cref="TensorSpec"/>.</summary>
    /// <param name="spec">One of the <see cref="Network.Tensors"/> of <see cref="Network"/>.</param>
    /// <exception cref="ArgumentException">The tensor is not one of this topology's.</exception>
    public ImmutableArray<int> this[TensorSpec spec]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(spec);
            int index = Network.Tensors.IndexOf(spec);
            return index >= 0 ? Tensors[index] : throw new ArgumentException($"{spec.Name} is not a tensor of this model", nameof(spec));
        }
    }

    /// <summary>Reads a model file: safetensors with network, labels, front end and rule of detection in its metadata.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="KwsFormatException">
    /// The file is damaged, not a model file, or was changed while it was read; the message names what and where.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static KwsModel Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return WholeFile.Read(path, stream => ModelFile.Read(stream, path));
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
    /// <param name="network">
    /// The network, which the file does not say; null for <see cref="DsCnn.Default"/> with as many labels as the file has.
    /// </param>
    /// <param name="labels">The names of the labels; null for <see cref="DefaultLabels"/>.</param>
    /// <param name="frontEnd">How sound becomes its input; null as in the constructor.</param>
    /// <exception cref="KwsFormatException">The file is damaged, belongs to another network, or was changed while it was read.</exception>
    /// <exception cref="ArgumentException">
    /// The labels are not as many as the network has, not different, or one is empty; or the front end does not fit the network.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static KwsModel LoadWeights(
        string path, Network? network = null, IEnumerable<string>? labels = null, FrontEnd? frontEnd = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        string text = WholeFile.Read(path, stream => WeightFile.ReadText(new StreamReader(stream), path));
        network ??= WeightSurvey.InferNetwork(text, path, DsCnn.Default.Input.Time, DsCnn.Default.Input.Frequency);
        return new KwsModel(network, new WeightParser(text, network, path).ReadAll(), labels, frontEnd);
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
    /// The names used where none are given: those of <see cref="Default"/> if the count is the same, else <c>label_0</c>, <c>label_1</c>,
    /// ...
    /// </summary>
    /// <param name="count">Number of labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static ImmutableArray<string> DefaultLabels(int count)
    {
        ImmutableArray<string> names = Default.Labels;
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
