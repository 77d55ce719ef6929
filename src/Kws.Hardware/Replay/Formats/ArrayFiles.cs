using Kws.Hardware.Export;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>Reads layers from files of arrays: all formats but text.</summary>
/// <param name="model">The model.</param>
/// <param name="names">Its layers.</param>
/// <param name="options">Statements about files that do not describe themselves.</param>
internal sealed class ArrayFiles(KwsModel model, LayerNames names, ReplayOptions options)
{
    private const int MaxBytes = 1 << 28;

    // Computed when the first file of hexadecimal numbers is read.
    private readonly Lazy<Dictionary<string, int>> _bits = new(() => VectorExport.Bounds(model)
        .ToDictionary(layer => layer.Layer.Name, layer => layer[Quantity.Output]!.Value.Bits));

    /// <summary>The layer of a file that has its name.</summary>
    /// <param name="text">The file, if it was opened as text.</param>
    /// <param name="stream">The file.</param>
    /// <param name="path">Its name.</param>
    /// <param name="name">The layer.</param>
    /// <param name="format">Its format.</param>
    /// <returns>The layer, and the line where its values begin or 0.</returns>
    public (RecordedLayer Layer, int Line) ReadLayer(TextReader? text, Stream stream, string path, string name, LayerFormat format)
    {
        ExpectedLayer expected = names.Expected(name);
        if (format == LayerFormat.C)
        {
            // One array needs no name of its own.
            var arrays = new CArrays(Text(stream, path), path, identifier => names.IsTensor(identifier) ? null : expected);
            (RecordedLayer Layer, int Line) only = arrays.Next()
                ?? throw new KwsFormatException(path, 0, $"there is no array with values, expected {expected}");
            return arrays.Next() is not { } second
                ? only
                : throw new KwsFormatException(
                    path, second.Line, "a second array begins here, expected one in a file with the name of a layer");
        }

        return (format switch
        {
            LayerFormat.Npy => NpyLayer.Read(Bytes(stream, path), expected, path),
            LayerFormat.Raw => RawLayer.Read(Bytes(stream, path), options.RawType, expected, path),
            LayerFormat.Json => JsonLayer.Read(Bytes(stream, path), expected, path),
            _ => new HexLayer(expected, BitsOf(name), options.HexBits, path).Read(text ?? new StreamReader(stream)),
        }, 0);
    }

    /// <summary>The cases of a file that has not the name of a layer: only C arrays have names of their own.</summary>
    public IEnumerable<ReplayedCase> ReadCases(Stream stream, string path, LayerFormat format)
    {
        if (format != LayerFormat.C)
        {
            throw new KwsFormatException(
                path, 0, $"the name of the file is that of no layer, expected one of these with '_' for '/': {names}");
        }

        CArrays arrays = Named(Text(stream, path), path);
        return CaseBuilder.Cases(
            names, path, () => arrays.Next()?.Layer, $"there is no array whose name ends in that of a layer, with '_' for '/': {names}");
    }

    /// <summary>True if a C file has an array of a layer, or cannot be read, which is an error to be told.</summary>
    public bool HasLayer(Stream stream, string path)
    {
        if (names.OfFile(path) is not null)
        {
            return true;
        }

        try
        {
            return Named(Text(stream, path), path).Next() is not null;
        }
        catch (KwsFormatException)
        {
            return true;
        }
    }

    private CArrays Named(string text, string path) => new(
        text, path, identifier => !names.IsTensor(identifier) && names.OfIdentifier(identifier) is { } name ? names.Expected(name) : null);

    private int BitsOf(string name) => name == InferenceTrace.InputName ? model.Network.InputBits : _bits.Value[name];

    private static byte[] Bytes(Stream stream, string path) => LimitedBytes.Read(stream, MaxBytes)
        ?? throw new KwsFormatException(path, 0, $"more than {MaxBytes} bytes, expected the values of layers");

    private static string Text(Stream stream, string path) => new StreamReader(new MemoryStream(Bytes(stream, path))).ReadToEnd();
}
