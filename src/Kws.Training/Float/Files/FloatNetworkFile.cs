using System.Collections.Immutable;
using System.Text.Json;
using Kws.Model;
using Kws.Training.Float.FrontEnd;
using Kws.Training.Float.Layers;

namespace Kws.Training.Float.Files;

/// <summary>
/// Reads and writes float networks: safetensors with network, labels and front end as JSON in the metadata. docs/use/formats.md has the
/// members.
/// </summary>
internal static class FloatNetworkFile
{
    private const string Version = "1";
    private const string NetworkKey = "network";
    private const string LabelsKey = "labels";
    private const string FrontEndKey = "front_end";

    public static void Write(Stream stream, FloatNetwork network)
    {
        var tensors = new List<SafeTensor>();
        string text = NetworkJson.Write(json => Write(json, network, tensors));
        Safetensors.Write(
            stream,
            [
                (ModelFile.FloatVersionKey, Version), (NetworkKey, text), (LabelsKey, NetworkJson.Text(network.Labels)),
                (FrontEndKey, FloatFrontEndJson.Text(network.FrontEnd)),
            ],
            tensors);
    }

    /// <summary>True for the bytes of a float network, possibly damaged.</summary>
    public static bool IsFloat(ReadOnlyMemory<byte> file)
    {
        try
        {
            return Safetensors.Read(file, "").Metadata.ContainsKey(ModelFile.FloatVersionKey);
        }
        catch (KwsFormatException)
        {
            return false;
        }
    }

    /// <exception cref="KwsFormatException">
    /// The bytes are not a float network, or not all of it; the message names what and where.
    /// </exception>
    public static FloatNetwork Read(ReadOnlyMemory<byte> file, string source)
    {
        (Dictionary<string, string> metadata, ImmutableArray<SafeTensor> tensors) = Safetensors.Read(file, source);
        if (!metadata.TryGetValue(ModelFile.FloatVersionKey, out string? version))
        {
            throw new KwsFormatException(
                source, 0,
                $"metadata '{ModelFile.FloatVersionKey}' is missing: this is "
                    + (metadata.ContainsKey(ModelFile.VersionKey) ? "a model of integers" : "safetensors") + ", expected a float network");
        }

        if (version != Version)
        {
            throw new KwsFormatException(
                source, 0, $"metadata '{ModelFile.FloatVersionKey}' is '{Excerpt.Of(version)}', expected '{Version}'");
        }

        string text = metadata.TryGetValue(NetworkKey, out string? network)
            ? network
            : throw new KwsFormatException(source, 0, $"metadata '{NetworkKey}' is missing, expected layers as JSON");
        (FloatFrontEnd frontEnd, List<FloatLayer> layers) = Read(text, metadata.GetValueOrDefault(FrontEndKey), tensors, source);
        try
        {
            return new FloatNetwork(
                frontEnd, layers,
                metadata.TryGetValue(LabelsKey, out string? labels)
                    ? NetworkJson.ReadLabels(labels, source)
                    : KwsModel.DefaultLabels(layers is [.., var last] ? last.Output.Count : 0));
        }
        catch (ArgumentException e)
        {
            throw KwsFormatException.Of(source, e);
        }
    }

    private static void Write(Utf8JsonWriter json, FloatNetwork network, List<SafeTensor> tensors)
    {
        TensorShape shape = network.FrontEnd.Output;
        json.WriteStartObject();
        json.WriteStartObject("input");
        json.WriteNumber("frames", shape.Time);
        json.WriteNumber("coefficients", shape.Frequency);
        json.WriteEndObject();
        json.WriteStartArray("layers");
        foreach (FloatLayer layer in network.Layers)
        {
            FloatLayerJson.Write(json, layer, shape, tensors);
            shape = layer.Output;
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (FloatFrontEnd FrontEnd, List<FloatLayer> Layers) Read(
        string text, string? frontEndText, ImmutableArray<SafeTensor> tensors, string source)
    {
        const string Path = "network";
        using JsonDocument document = NetworkJson.Parse(text, Path, source);
        var json = new JsonMembers(document.RootElement, Path, source);
        JsonMembers input = json.Object("input");
        JsonElement[] elements = json.Array("layers");
        json.RefuseOthers();
        try
        {
            (int frames, int coefficients) = (input.Integer("frames"), input.Integer("coefficients"));
            input.RefuseOthers();
            Window.CheckDimension(frames, "number of frames");
            Window.CheckDimension(coefficients, "number of coefficients");
            FloatFrontEnd frontEnd = FloatFrontEndJson.Read(frontEndText, frames, coefficients, source);
            var unread = new FloatTensors(tensors, source);
            var layers = new List<FloatLayer>();
            foreach ((int index, JsonElement element) in elements.Index().Take(Network.MaxLayers + 1))
            {
                var members = new JsonMembers(element, $"{Path}: layers[{index}]", source);
                layers.Add(FloatLayerJson.Read(members, layers is [.., var last] ? last.Output : frontEnd.Output, unread));
            }

            unread.RefuseOthers();
            return (frontEnd, layers);
        }
        catch (ArgumentException e)
        {
            throw KwsFormatException.Of(source, e, $"{Path}: ");
        }
    }
}
