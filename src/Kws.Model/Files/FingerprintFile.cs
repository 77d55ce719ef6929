namespace Kws.Model;

/// <summary>
/// Reads fingerprints as text: one per line, or between brackets over many lines as TensorFlow prints them. See docs/use/formats.md.
/// </summary>
public static class FingerprintFile
{
    /// <summary>Reads fingerprints one after the other, so that a file may be larger than memory.</summary>
    /// <param name="path">The file; it is opened when the enumeration begins.</param>
    /// <param name="network">The network they are for: its input is the shape and range of one fingerprint.</param>
    /// <returns>The fingerprints in the file's order, none of an empty file. Errors appear when the enumeration reaches them.</returns>
    /// <exception cref="KwsFormatException">
    /// While enumerating: a fingerprint has the wrong number of values, a value is not an integer of the
    /// range, a bracket is not closed, or the file is of another format or was changed while it was read.
    /// </exception>
    /// <exception cref="IOException">While enumerating: the file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">While enumerating: the path is a directory, or access is denied.</exception>
    public static IEnumerable<Fingerprint> Read(string path, Network network)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(network);
        return ReadFile();

        IEnumerable<Fingerprint> ReadFile()
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            FileStamp? stamp = FileStamp.Of(stream);
            using var reader = new StreamReader(stream);
            foreach (Fingerprint fingerprint in Read(reader, path, network))
            {
                yield return fingerprint;
            }

            stamp?.Check(stream.SafeFileHandle, path);
        }
    }

    /// <summary>Reads fingerprints one after the other.</summary>
    /// <param name="reader">The text; it is not closed.</param>
    /// <param name="sourceName">The name of the text in messages.</param>
    /// <param name="network">The network they are for: its input is the shape and range of one fingerprint.</param>
    /// <returns>The fingerprints in the text's order, none of an empty text. Errors appear when the enumeration reaches them.</returns>
    /// <exception cref="KwsFormatException">
    /// While enumerating: a fingerprint has the wrong number of values, a value is not an integer of the
    /// range, a bracket is not closed, or the text is a file of another format.
    /// </exception>
    public static IEnumerable<Fingerprint> Read(TextReader reader, string sourceName, Network network)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(sourceName);
        ArgumentNullException.ThrowIfNull(network);
        return ReadText();

        IEnumerable<Fingerprint> ReadText()
        {
            var parser = new FingerprintParser(reader, sourceName, network.Input, bits: network.InputBits);
            while (parser.Next() is { } fingerprint)
            {
                yield return fingerprint;
            }
        }
    }

    /// <summary>Reads all fingerprints of a file into one array, back to back: a batch as <c>KwsClassifier</c> takes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="network">The network they are for: its input is the shape and range of one fingerprint.</param>
    /// <returns>N x <see cref="TensorShape.Count"/> values.</returns>
    /// <exception cref="KwsFormatException">As <see cref="Read(string, Network)"/>.</exception>
    /// <exception cref="IOException">The file cannot be read, or holds more than an array can.</exception>
    /// <exception cref="UnauthorizedAccessException">The path is a directory, or access is denied.</exception>
    public static sbyte[] ReadBatch(string path, Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        int length = network.Input.Count;
        var batch = new List<sbyte>();
        foreach (Fingerprint fingerprint in Read(path, network))
        {
            if (batch.Count > Array.MaxLength - length)
            {
                throw new IOException($"{path} holds more than {Array.MaxLength / length} fingerprints, the most of one array");
            }

            batch.AddRange(fingerprint.Values.Span);
        }

        return [.. batch];
    }
}
