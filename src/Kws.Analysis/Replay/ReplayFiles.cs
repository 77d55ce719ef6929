using Kws.Model;

namespace Kws.Analysis.Replay;

/// <summary>Reads the cases of files: recorded cases, and tensors as TensorFlow and numpy print them. docs/formats.md describes both.</summary>
public sealed class ReplayFiles
{
    // The first line of recorded cases goes on with the version of the format.
    private const string RecordedFormat = "kws-recorded-cases ";

    private readonly DsCnnTopology _topology;
    private readonly LayerNames _names;

    /// <param name="topology">The topology that the cases must have.</param>
    public ReplayFiles(DsCnnTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        _topology = topology;
        _names = new LayerNames(topology);
    }

    /// <summary>Files that make up cases together: those of a folder that have the names of layers; every other one is alone.</summary>
    /// <param name="paths">The files.</param>
    public IEnumerable<IReadOnlyList<string>> Group(IEnumerable<string> paths) =>
        paths.GroupBy(path => _names.OfFile(path) is null ? (File: path, Folder: "") : (File: "", Folder: Path.GetDirectoryName(path)!))
            .Select(group => group.ToArray());

    /// <summary>The cases of files that belong together, one after the other.</summary>
    /// <param name="paths">One of what <see cref="Group"/> gives.</param>
    /// <exception cref="KwsFormatException">While enumerating: a file is damaged, or belongs to another topology.</exception>
    /// <exception cref="IOException">While enumerating: a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">While enumerating: access to a file is denied.</exception>
    public IEnumerable<ReplayedCase> Read(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths is [var path] && _names.OfFile(path) is null ? ReadFile(path) : ReadLayers(paths);
    }

    private IEnumerable<ReplayedCase> ReadFile(string path)
    {
        using var reader = new StreamReader(path);
        foreach (ReplayedCase replayed in Read(reader, path))
        {
            yield return replayed;
        }
    }

    /// <summary>The cases of the text of a file that is alone.</summary>
    internal IEnumerable<ReplayedCase> Read(TextReader text, string path)
    {
        var reader = new RereadingReader(text);
        bool isRecorded = reader.FirstLine?.StartsWith(RecordedFormat, StringComparison.Ordinal) == true;
        return isRecorded ? ReadRecorded(reader, path) : ReadPrinted(reader, path);
    }

    private IEnumerable<ReplayedCase> ReadRecorded(TextReader reader, string path)
    {
        foreach (RecordedCase recorded in RecordedCaseFile.Read(reader, path))
        {
            if (!recorded.Topology.Equals(_topology))
            {
                throw new KwsFormatException(
                    path, 0, $"case '{Excerpt.Of(recorded.Name)}' is of {Describe(recorded.Topology)}, expected that of the model, {Describe(_topology)}");
            }

            yield return new ReplayedCase($"{path}, {recorded.Name}", recorded.Trace);
        }

        static string Describe(DsCnnTopology topology) =>
            $"model_size_info {topology} with {topology.LabelCount} labels and fingerprints of {topology.Input.Time} x {topology.Input.Frequency}";
    }

    /// <summary>A layer that the case already has begins the next one.</summary>
    private IEnumerable<ReplayedCase> ReadPrinted(TextReader reader, string path)
    {
        var layers = new Dictionary<string, LayerValues>();
        var tensors = new PrintedTensorReader(reader, path, _topology, _names, layer: null);
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

    /// <summary>Of files with the names of layers every one has one layer of the same case.</summary>
    private IEnumerable<ReplayedCase> ReadLayers(IReadOnlyList<string> paths)
    {
        var layers = new Dictionary<string, LayerValues>();
        foreach (string path in paths)
        {
            using var reader = new StreamReader(path);
            var tensors = new PrintedTensorReader(reader, path, _topology, _names, _names.OfFile(path));
            LayerValues layer = tensors.Next() ?? throw new KwsFormatException(path, 0, "there is no tensor, expected values between brackets");
            if (!layers.TryAdd(layer.Name, layer))
            {
                throw new KwsFormatException(path, tensors.Line, $"layer {layer.Name} is given twice in this folder");
            }

            if (tensors.Next() is not null)
            {
                throw new KwsFormatException(path, tensors.Line, "a second tensor begins here, expected one in a file with the name of a layer");
            }
        }

        yield return Complete(paths is [var only] ? only : Path.GetDirectoryName(paths[0]) is { Length: > 0 } folder ? folder : ".", layers);
    }

    private ReplayedCase Complete(string name, Dictionary<string, LayerValues> layers)
    {
        var trace = new InferenceTrace(_names.All.Where(layers.ContainsKey).Select(layer => layers[layer]));
        layers.Clear();
        return new ReplayedCase(name, trace);
    }
}
