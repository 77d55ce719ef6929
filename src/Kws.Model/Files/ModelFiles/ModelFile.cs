using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// Reads and writes model files: safetensors with network, labels, front end and rule of detection as JSON in the metadata.
/// docs/use/formats.md has the members.
/// </summary>
internal static class ModelFile
{
    /// <summary>The key of the version.</summary>
    public const string VersionKey = "kws";

    /// <summary>The key of the version in a file of a float network.</summary>
    public const string FloatVersionKey = "kws_float";

    private const string Version = "1";
    private const string NetworkKey = "network";
    private const string LabelsKey = "labels";
    private const string FrontEndKey = "front_end";
    private const string DetectionKey = "detection";
    private const int MaxLength = 1 << 30;

    public static void Write(Stream stream, KwsModel model) => Safetensors.Write(
        stream,
        [
            (VersionKey, Version),
            (NetworkKey, NetworkJson.Text(model.Network)),
            (LabelsKey, NetworkJson.Text(model.Labels)),
            .. (IEnumerable<(string, string)>)(model.TakesSound ? [(FrontEndKey, FrontEndJson.Text(model.FrontEnd))] : []),
            .. (IEnumerable<(string, string)>)(model.Detection is { } detection
                ? [(DetectionKey, DetectionJson.Text(detection, model.Labels))]
                : []),
        ],
        [.. model.Network.Tensors.Select(spec => SafeTensor.Of(spec, model[spec]))]);

    /// <summary>All bytes of a model file.</summary>
    /// <exception cref="KwsFormatException">There are more than a model file has.</exception>
    public static byte[] ReadAll(Stream stream, string source) => LimitedBytes.Read(stream, MaxLength)
        ?? throw new KwsFormatException(source, 0, $"more than {MaxLength} bytes, expected a model file");

    /// <exception cref="KwsFormatException">The bytes are not a model file, or not all of it; the message names what and where.</exception>
    public static KwsModel Read(Stream stream, string source)
    {
        (Dictionary<string, string> metadata, ImmutableArray<SafeTensor> tensors) = Safetensors.Read(ReadAll(stream, source), source);
        string version = Required(VersionKey);
        if (version != Version)
        {
            throw new KwsFormatException(source, 0, $"metadata '{VersionKey}' is '{Excerpt.Of(version)}', expected '{Version}'");
        }

        Network network = NetworkJson.Read(Required(NetworkKey), source);
        ImmutableArray<string>? labels = metadata.TryGetValue(LabelsKey, out string? text) ? NetworkJson.ReadLabels(text, source) : null;
        FrontEnd? frontEnd = metadata.TryGetValue(FrontEndKey, out string? settings) ? FrontEndJson.Read(settings, network, source) : null;
        DetectionSettings? detection = metadata.TryGetValue(DetectionKey, out string? rule)
            ? DetectionJson.Read(rule, labels ?? KwsModel.DefaultLabels(network.LabelCount), source)
            : null;
        Dictionary<string, SafeTensor> byName = tensors.ToDictionary(tensor => tensor.Name);
        if (byName.Keys.Except(network.Tensors.Select(spec => spec.Name)).FirstOrDefault() is { } superfluous)
        {
            throw new KwsFormatException(source, 0, $"tensor {Excerpt.Of(superfluous)}: the network has none of this name");
        }

        try
        {
            return new KwsModel(
                network,
                network.Tensors.Select(spec => byName.TryGetValue(spec.Name, out SafeTensor? tensor)
                    ? tensor.Values(spec, source)
                    : throw new KwsFormatException(source, 0, $"tensor {spec.Name} is missing, expected {spec.AxesText}")),
                labels,
                frontEnd,
                detection);
        }
        catch (ArgumentException e)
        {
            throw KwsFormatException.Of(source, e);
        }

        string Required(string key) => metadata.TryGetValue(key, out string? value)
            ? value
            : throw new KwsFormatException(
                source, 0,
                $"metadata '{key}' is missing: this is "
                    + (metadata.ContainsKey(FloatVersionKey)
                        ? "a float network, expected a model of integers"
                        : "safetensors, but not a model of kws"));
    }
}
