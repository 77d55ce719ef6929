using System.Globalization;

namespace Kws.Model;

/// <summary>
/// Reads and writes recorded cases as text that a person can read and <c>diff</c> can compare. See docs/use/formats.md.
/// </summary>
public static class RecordedCaseFile
{
    // Name and version of the format: the first line.
    internal const string Header = "kws-recorded-cases 1";

    /// <summary>Reads recorded cases one after the other, so that a file may be larger than memory.</summary>
    /// <param name="path">The file; it is opened when the enumeration begins.</param>
    /// <returns>
    /// The cases in the file's order. Errors appear when the enumeration reaches them, a missing end after the last case.
    /// </returns>
    /// <exception cref="KwsFormatException">
    /// While enumerating: the file is not of this format and version, is cut short, or a layer does not fit the case's topology; or the
    /// file was changed while it was read.
    /// </exception>
    /// <exception cref="IOException">While enumerating: the file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">While enumerating: the path is a directory, or access is denied.</exception>
    public static IEnumerable<RecordedCase> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return ReadFile();

        IEnumerable<RecordedCase> ReadFile()
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            FileStamp? stamp = FileStamp.Of(stream);
            using var reader = new StreamReader(stream);
            foreach (RecordedCase recorded in Read(reader, path))
            {
                yield return recorded;
            }

            stamp?.Check(stream.SafeFileHandle, path);
        }
    }

    /// <summary>Reads recorded cases one after the other.</summary>
    /// <param name="reader">The text; it is not closed.</param>
    /// <param name="sourceName">The name of the text in messages.</param>
    /// <returns>
    /// The cases in the text's order. Errors appear when the enumeration reaches them, a missing end after the last case.
    /// </returns>
    /// <exception cref="KwsFormatException">
    /// While enumerating: the text is not of this format and version, is cut short, or a layer does not fit the case's topology.
    /// </exception>
    public static IEnumerable<RecordedCase> Read(TextReader reader, string sourceName)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(sourceName);
        return ReadText();

        IEnumerable<RecordedCase> ReadText()
        {
            var parser = new RecordedCaseParser(reader, sourceName);
            while (parser.Next() is { } recorded)
            {
                yield return recorded;
            }
        }
    }

    /// <summary>Writes recorded cases, whole or not at all: an existing file is replaced at the end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cases">The cases, at least one, each with its own name; enumerated once.</param>
    /// <exception cref="ArgumentException">There is no case, or two have the same name. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static void Write(string path, IEnumerable<RecordedCase> cases)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(cases);
        AtomicFile.Write(path, writer => Write(writer, cases));
    }

    /// <summary>Writes recorded cases; the same cases always give the same bytes.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="cases">The cases, at least one, each with its own name; enumerated once.</param>
    /// <exception cref="ArgumentException">There is no case, or two have the same name.</exception>
    public static void Write(TextWriter writer, IEnumerable<RecordedCase> cases)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(cases);
        var names = new HashSet<string>();
        WriteLine(writer, Header);
        foreach (RecordedCase recorded in cases)
        {
            if (!names.Add(recorded.Name))
            {
                throw new ArgumentException($"there are two cases named '{recorded.Name}'", nameof(cases));
            }

            WriteCase(writer, recorded);
        }

        if (names.Count == 0)
        {
            throw new ArgumentException("there is no case to write", nameof(cases));
        }

        WriteLine(writer, $"end {names.Count}");
    }

    private static void WriteCase(TextWriter writer, RecordedCase recorded)
    {
        Network network = recorded.Network;
        WriteLine(writer, $"case {recorded.Name}");
        if (DsCnn.ModelSizeInfo(network) is { } modelSizeInfo)
        {
            WriteLine(writer, $"model_size_info {modelSizeInfo}");
            WriteLine(writer, $"labels {network.LabelCount}");
            WriteLine(writer, $"fingerprint {network.Input.Time} x {network.Input.Frequency}");
        }
        else
        {
            WriteLine(writer, $"network {NetworkJson.Text(network)}");
        }

        foreach (LayerValues layer in recorded.Trace.Layers)
        {
            WriteLine(writer, $"layer {layer.Name} {layer.Shape}");
            int width = RowWidth(layer.Name, layer.Shape);
            foreach (int[] row in layer.Values.Chunk(width))
            {
                WriteLine(writer, string.Join(' ', row.Select(value => value.ToString(CultureInfo.InvariantCulture))));
            }
        }
    }

    /// <summary>The number of values on a line: all of a frame, else all channels of a position.</summary>
    internal static int RowWidth(string layer, TensorShape shape) =>
        layer == InferenceTrace.InputName ? shape.Frequency * shape.Channels : shape.Channels;

    // The writer's own line break depends on the platform.
    private static void WriteLine(TextWriter writer, string line)
    {
        writer.Write(line);
        writer.Write('\n');
    }
}
