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
            JsonMembers ofInput = json.Object("input");
            TensorShape input = Input(ofInput);
            var layers = new CmsisLayers(directory, input, read);
            foreach ((int index, JsonElement layer) in json.Array("layers").Index().Take(Network.MaxLayers + 1))
            {
                layers.Add(new JsonMembers(layer, $"network: layers[{index}]", source));
            }

            var network = new Network(input, layers.Layers, InputBits);
            return new KwsModel(network, layers.Tensors, Labels(json), FrontEndOf(ofInput)?.For(network));
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

    /// <summary>
    /// The features that the C++ code of the deployment computes: 16 kHz, 40 bands from 20 to 4,000 Hz, ties rounded away from zero. Null
    /// where the input is no sound, which has no window.
    /// </summary>
    private static FrontEnd? FrontEndOf(JsonMembers json) => json.Has("window_samples")
        ? new FrontEnd
        {
            WindowLength = json.Integer("window_samples"),
            HopLength = json.Integer("stride_samples"),
            FractionBits = json.Integer("fraction_bits"),
            Rounding = MidpointRounding.AwayFromZero,
        }
        : null;

    private static ImmutableArray<string> Labels(JsonMembers json) =>
        [.. json.Array("labels").Select(label => label.ValueKind == JsonValueKind.String
            ? label.GetString()!
            : throw json.Error($"'labels' has {Excerpt.Of(label.GetRawText())}, expected a string"))];
}
