using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Kws.Model;

namespace Kws.Training.Import;

/// <summary>
/// 8-bit networks as CMSIS-NN computes them on a Cortex-M, from a folder with <c>network.json</c> and the weights as NumPy files.
/// docs/use/import.md describes the folder and the arithmetic.
/// </summary>
public static class CmsisDeployment
{
    /// <summary>The file of a folder that describes the layers.</summary>
    public const string NetworkFile = "network.json";

    private const int MaxNetworkFileLength = 1 << 20;
    private const int InputBits = 8;

    /// <summary>Reads a folder. The model gives the integers of the C code of CMSIS-NN in every layer.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="KwsFormatException">
    /// A file is missing or damaged, or the network is not possible; the message names the file.
    /// </exception>
    public static KwsModel Read(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return Read(directory, FolderFile.Read);
    }

    /// <summary>Reads a folder whose files a function reads.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="read">Reads all bytes of a file, from its path and the most bytes that it may have.</param>
    internal static KwsModel Read(string directory, Func<string, int, byte[]> read)
    {
        string source = Path.Combine(directory, NetworkFile);
        string text = Encoding.UTF8.GetString(read(source, MaxNetworkFileLength));
        using JsonDocument document = NetworkJson.Parse(text, "network", source);
        var json = new JsonMembers(document.RootElement, "network", source);
        if (json.OptionalText("element_type") is { } type && type != "int8")
        {
            throw json.Error($"'element_type' is '{Excerpt.Of(type)}', expected int8");
        }

        try
        {
            TensorShape input = Input(json.Object("input"));
            var layers = new CmsisLayers(directory, input, read);
            foreach ((int index, JsonElement layer) in json.Array("layers").Index().Take(Network.MaxLayers + 1))
            {
                layers.Add(new JsonMembers(layer, $"network: layers[{index}]", source));
            }

            return new KwsModel(new Network(input, layers.Layers, InputBits), layers.Tensors, Labels(json));
        }
        catch (ArgumentException e)
        {
            throw KwsFormatException.Of(source, e);
        }
    }

    private static TensorShape Input(JsonMembers json)
    {
        (int frames, int coefficients) = (json.Integer("frames"), json.Integer("coefficients"));
        Window.CheckDimension(frames, "number of frames");
        Window.CheckDimension(coefficients, "number of coefficients");
        var shape = new TensorShape(frames, coefficients, 1);
        CmsisShapes.Check(json, "shape", shape);
        return shape;
    }

    private static ImmutableArray<string> Labels(JsonMembers json) =>
        [.. json.Array("labels").Select(label => label.ValueKind == JsonValueKind.String
            ? label.GetString()!
            : throw json.Error($"'labels' has {Excerpt.Of(label.GetRawText())}, expected a string"))];
}
