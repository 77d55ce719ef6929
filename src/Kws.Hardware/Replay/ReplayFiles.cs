using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>
/// Reads the cases of files: recorded cases, and tensors as TensorFlow and numpy print them. docs/use/formats.md describes both.
/// </summary>
public sealed class ReplayFiles
{
    private readonly Network _network;
    private readonly LayerNames _names;

    /// <param name="network">The topology that the cases must have.</param>
    public ReplayFiles(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        _names = new LayerNames(network);
    }

    /// <summary>Files that may be a case together: those of a folder that have the names of layers; every other one is alone.</summary>
    /// <param name="paths">The files.</param>
    public IEnumerable<IReadOnlyList<string>> Group(IEnumerable<string> paths) =>
        paths.Index()
            .GroupBy(
                file => _names.OfFile(file.Item) is null ? (file.Index, "") : (-1, Path.GetDirectoryName(file.Item)!),
                file => file.Item)
            .Select(group => group.ToArray());

    /// <summary>The cases of files that belong together, one after the other.</summary>
    /// <param name="paths">One of what <see cref="Group"/> gives.</param>
    /// <exception cref="KwsFormatException">
    /// While enumerating: a file is damaged, belongs to another topology, or was changed while it was read.
    /// </exception>
    /// <exception cref="IOException">While enumerating: a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">While enumerating: access to a file is denied.</exception>
    public IEnumerable<ReplayedCase> Read(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return ReadFiles();

        // The name of a file is but a hint: recorded cases may have the name of the layer that they hold.
        IEnumerable<ReplayedCase> ReadFiles()
        {
            var layers = new Dictionary<string, LayerValues>();
            var named = new List<string>();
            foreach (string path in paths)
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
                FileStamp? stamp = FileStamp.Of(stream);
                using var reader = new RereadingReader(new StreamReader(stream));
                if (!reader.IsRecordedCases && _names.OfFile(path) is { } layer)
                {
                    ReadLayer(reader, path, layer, layers);
                    named.Add(path);
                    stamp?.Check(stream.SafeFileHandle, path);
                    continue;
                }

                foreach (ReplayedCase replayed in Read(reader, path))
                {
                    yield return replayed;
                }

                stamp?.Check(stream.SafeFileHandle, path);
            }

            if (layers.Count > 0)
            {
                string folder = Path.GetDirectoryName(named[0])!;
                yield return Complete(named.Count == 1 ? named[0] : folder.Length > 0 ? folder : ".", layers);
            }
        }
    }

    /// <summary>The cases of a text, one after the other.</summary>
    /// <param name="text">Recorded cases or printed layers.</param>
    /// <param name="name">The name of the text in messages.</param>
    /// <inheritdoc cref="Read(IReadOnlyList{string})"/>
    public IEnumerable<ReplayedCase> Read(RereadingReader text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.IsRecordedCases ? ReadRecorded(text, name) : ReadPrinted(text, name);
    }

    private IEnumerable<ReplayedCase> ReadRecorded(TextReader reader, string path)
    {
        foreach (RecordedCase recorded in RecordedCaseFile.Read(reader, path))
        {
            if (!recorded.Network.Equals(_network))
            {
                throw new KwsFormatException(
                    path, 0,
                    $"case '{Excerpt.Of(recorded.Name)}' is of {Describe(recorded.Network)}, expected that of the model, "
                        + $"{Describe(_network)}");
            }

            yield return new ReplayedCase($"{path}, {recorded.Name}", recorded.Trace);
        }

        static string Describe(Network network) =>
            DsCnn.ModelSizeInfo(network) is { } modelSizeInfo
                ? $"model_size_info {modelSizeInfo} with {network.LabelCount} labels and fingerprints of {network.Input.Time} x "
                    + $"{network.Input.Frequency}"
                : $"{network.Layers.Length} layers from {network.Input} to {network.Layers[^1].Output}";
    }

    /// <summary>A layer that the case already has begins the next one.</summary>
    private IEnumerable<ReplayedCase> ReadPrinted(TextReader reader, string path)
    {
        var layers = new Dictionary<string, LayerValues>();
        var tensors = new PrintedTensorReader(reader, path, _network, _names, layer: null);
        int cases = 0;
        while (tensors.Next() is { } layer)
        {
            if (layers.ContainsKey(layer.Name))
            {
                yield return Complete($"{path}, case {cases++}", layers);
            }

            layers.Add(layer.Name, layer);
        }

        yield return layers.Count > 0
            ? Complete($"{path}, case {cases}", layers)
            : throw new KwsFormatException(
                path, 0, "there is no tensor, expected values between brackets below the name of a layer, or recorded cases");
    }

    /// <summary>A file with the name of a layer has one layer of the case that it shares with the others of its folder.</summary>
    private void ReadLayer(TextReader reader, string path, string name, Dictionary<string, LayerValues> layers)
    {
        var tensors = new PrintedTensorReader(reader, path, _network, _names, name);
        LayerValues layer = tensors.Next() ?? throw new KwsFormatException(path, 0, "there is no tensor, expected values between brackets");
        if (!layers.TryAdd(layer.Name, layer))
        {
            throw new KwsFormatException(path, tensors.Line, $"layer {layer.Name} is given twice in this folder");
        }

        if (tensors.Next() is not null)
        {
            throw new KwsFormatException(
                path, tensors.Line, "a second tensor begins here, expected one in a file with the name of a layer");
        }
    }

    private ReplayedCase Complete(string name, Dictionary<string, LayerValues> layers)
    {
        var trace = new InferenceTrace(_names.All.Where(layers.ContainsKey).Select(layer => layers[layer]));
        layers.Clear();
        return new ReplayedCase(name, trace);
    }
}
