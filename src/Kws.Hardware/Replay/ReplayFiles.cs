using System.Collections.Immutable;
using Kws.Hardware.Replay.Formats;
using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>
/// Reads the cases of files: recorded cases, tensors as TensorFlow and numpy print them, and arrays. docs/use/replay.md describes them.
/// </summary>
public sealed class ReplayFiles
{
    private readonly Network _network;
    private readonly LayerNames _names;
    private readonly ArrayFiles _arrays;

    /// <param name="model">The model whose layers the cases must have.</param>
    /// <param name="options">Statements about files that do not describe themselves; null for none.</param>
    public ReplayFiles(KwsModel model, ReplayOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _network = model.Network;
        _names = new LayerNames(model.Network);
        _arrays = new ArrayFiles(model, _names, options ?? new ReplayOptions());
    }

    /// <summary>The endings of files with layers, such as <c>.npy</c>.</summary>
    public static ImmutableArray<string> Endings => LayerFormats.Endings;

    /// <summary>
    /// True for a file that belongs to the cases of its folder: of a known ending, but no manifest, no weights of the model, and no C file
    /// without an array of a layer.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the file is denied.</exception>
    public bool IsInput(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return LayerFormats.Of(path, stream) switch
        {
            LayerFormat.Text => true,
            LayerFormat.C => _arrays.HasLayer(stream, path),
            _ => Path.GetFileName(path) != Export.VectorExport.ManifestName && !_names.IsWeights(path),
        };
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
            var folder = new CaseBuilder(_names);
            var named = new List<string>();
            foreach (string path in paths)
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
                FileStamp? stamp = FileStamp.Of(stream);
                LayerFormat format = LayerFormats.Of(path, stream);
                using var reader = format == LayerFormat.Text ? new RereadingReader(new StreamReader(stream)) : null;
                if (reader?.IsRecordedCases != true && _names.OfFile(path) is { } name)
                {
                    (RecordedLayer layer, int line) = ReadLayer(reader, stream, path, name, format);
                    if (!folder.TryAdd(layer))
                    {
                        throw new KwsFormatException(path, line, $"layer {layer.Name} is given twice in this folder");
                    }

                    named.Add(path);
                    stamp?.Check(stream.SafeFileHandle, path);
                    continue;
                }

                foreach (ReplayedCase replayed in reader is null ? _arrays.ReadCases(stream, path, format) : Read(reader, path))
                {
                    yield return replayed;
                }

                stamp?.Check(stream.SafeFileHandle, path);
            }

            if (named.Count > 0)
            {
                string directory = Path.GetDirectoryName(named[0])!;
                yield return folder.Complete(named.Count == 1 ? named[0] : directory.Length > 0 ? directory : ".");
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

            yield return new ReplayedCase($"{path}, {recorded.Name}", [.. recorded.Trace.Layers.Select(RecordedLayer.Of)]);
        }

        static string Describe(Network network) =>
            DsCnn.ModelSizeInfo(network) is { } modelSizeInfo
                ? $"model_size_info {modelSizeInfo} with {network.LabelCount} labels and fingerprints of {network.Input.Time} x "
                    + $"{network.Input.Frequency}"
                : $"{network.Layers.Length} layers from {network.Input} to {network.Layers[^1].Output}";
    }

    private IEnumerable<ReplayedCase> ReadPrinted(TextReader reader, string path)
    {
        var tensors = new PrintedTensorReader(reader, path, _names, layer: null);
        return CaseBuilder.Cases(
            _names, path, tensors.Next,
            "there is no tensor, expected values between brackets below the name of a layer, or recorded cases");
    }

    /// <summary>A file with the name of a layer has one layer of the case that it shares with the others of its folder.</summary>
    private (RecordedLayer Layer, int Line) ReadLayer(
        RereadingReader? reader, FileStream stream, string path, string name, LayerFormat format)
    {
        if (reader is null || reader.IsMemory)
        {
            return _arrays.ReadLayer(reader, stream, path, name, format);
        }

        var tensors = new PrintedTensorReader(reader, path, _names, name);
        RecordedLayer layer = tensors.Next()
            ?? throw new KwsFormatException(path, 0, "there is no tensor, expected values between brackets");
        int line = tensors.Line;
        return tensors.Next() is null
            ? (layer, line)
            : throw new KwsFormatException(
                path, tensors.Line, "a second tensor begins here, expected one in a file with the name of a layer");
    }
}
