using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Kws.Model;

namespace Kws.Bulk.Parquet;

/// <summary>
/// Fingerprints on their way into a Parquet file. A half-written one cannot be resumed, so until the job is done they are back to back
/// in its part: values, label and clip of each. A text is its length in UTF-8, -1 for none, and its bytes.
/// </summary>
internal static class ParquetFingerprintRows
{
    /// <summary>The name by which parts are merged.</summary>
    public const string FormatName = "fingerprints parquet";

    private const int NoText = -1;

    public static void Write(ReadOnlySpan<sbyte> fingerprint, string? label, string? clip, IBufferWriter<byte> writer)
    {
        writer.Write(MemoryMarshal.AsBytes(fingerprint));
        WriteText(label, writer);
        WriteText(clip, writer);
    }

    /// <summary>Makes the Parquet file of finished rows, which are then gone; killed, it can be done again.</summary>
    /// <param name="part">The rows.</param>
    /// <param name="target">The file that was asked for.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    public static void Publish(string part, string target, TensorShape shape) =>
        ParquetPart.Publish(part, target, finished => Write(part, finished, shape));

    private static void Write(string part, string finished, TensorShape shape)
    {
        using var rows = new BufferedStream(File.OpenRead(part), 1 << 16);
        using FileStream stream = File.Create(finished);
        using var writer = new ParquetFingerprintWriter(stream, shape);
        var fingerprint = new sbyte[shape.Count];
        while (rows.ReadAtLeast(MemoryMarshal.AsBytes(fingerprint.AsSpan()), fingerprint.Length, throwOnEndOfStream: false) > 0)
        {
            writer.Add(fingerprint, ReadText(rows), ReadText(rows));
        }

        writer.Close();
        Disk.Flush(stream.SafeFileHandle, finished);
    }

    private static void WriteText(string? text, IBufferWriter<byte> writer)
    {
        BinaryPrimitives.WriteInt32LittleEndian(writer.GetSpan(sizeof(int)), text is null ? NoText : Encoding.UTF8.GetByteCount(text));
        writer.Advance(sizeof(int));
        if (text is not null)
        {
            Encoding.UTF8.GetBytes(text, writer);
        }
    }

    private static string? ReadText(Stream rows)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        rows.ReadExactly(length);
        int bytes = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (bytes == NoText)
        {
            return null;
        }

        var utf8 = new byte[bytes];
        rows.ReadExactly(utf8);
        return Encoding.UTF8.GetString(utf8);
    }
}
