using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Kws.Model;

/// <summary>
/// Reads and writes <c>weight.h</c>: one C macro or array of integers for each tensor. See docs/use/formats.md for what varies.
/// </summary>
public static class WeightFile
{
    private const int MaxCharacters = 256_000_000;

    /// <summary>Reads all tensors of a topology.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The dimensions, which the file does not say.</param>
    /// <returns>The values of every tensor, in the order and axis order of <see cref="Network.Tensors"/>.</returns>
    /// <exception cref="KwsFormatException">
    /// A tensor is missing, superfluous, given twice or of the wrong size, a value is not an integer or out of range, or the file was
    /// changed while it was read.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static ImmutableArray<ImmutableArray<int>> Read(string path, Network network)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(network);
        return WholeFile.Read(path, stream => Read(new StreamReader(stream), network, path));
    }

    /// <summary>Reads all tensors of a topology.</summary>
    /// <param name="reader">The text; it is read to its end and not closed.</param>
    /// <param name="network">The dimensions, which the text does not say.</param>
    /// <param name="sourceName">The name of the text in messages.</param>
    /// <returns>The values of every tensor, in the order and axis order of <see cref="Network.Tensors"/>.</returns>
    /// <exception cref="KwsFormatException">
    /// A tensor is missing, superfluous, given twice or of the wrong size, a value is not an integer or out of range, or the text does not
    /// end within 256 million characters.
    /// </exception>
    public static ImmutableArray<ImmutableArray<int>> Read(TextReader reader, Network network, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(sourceName);
        return new WeightParser(ReadText(reader, sourceName), network, sourceName).ReadAll();
    }

    /// <summary>Writes a model's tensors, whole or not at all: an existing file is replaced at the end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model; its topology and labels are not part of the file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static void Write(string path, KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(model);
        AtomicFile.Write(path, writer => Write(writer, model));
    }

    /// <summary>Writes a model's tensors: one <c>#define</c> a line, byte for byte as the training scripts do.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="model">The model; its topology and labels are not part of the file.</param>
    public static void Write(TextWriter writer, KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(model);
        foreach (TensorSpec spec in model.Network.Tensors)
        {
            // Not left to the writer: its culture may write another minus sign, its platform another line break.
            writer.Write($"#define {spec.FileName} {{");
            writer.Write(string.Join(", ", model[spec].Select(value => value.ToString(CultureInfo.InvariantCulture))));
            writer.Write("}\n");
        }
    }

    /// <summary>All of the text: a device or pipe without an end would otherwise fill the memory.</summary>
    internal static string ReadText(TextReader reader, string sourceName)
    {
        var text = new StringBuilder();
        var buffer = new char[1 << 12];
        while (reader.ReadBlock(buffer) is > 0 and int count)
        {
            if (text.Length + count > MaxCharacters)
            {
                throw new KwsFormatException(sourceName, 0, $"more than {MaxCharacters} characters, expected a weight file");
            }

            text.Append(buffer, 0, count);
        }

        return text.ToString();
    }
}
