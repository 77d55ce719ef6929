using System.Runtime.InteropServices;
using Kws.Model;
using ParquetSharp;
using ParquetSharp.Schema;
using Encoding = System.Text.Encoding;

namespace Kws.Bulk.Parquet;

/// <summary>
/// Writes a Parquet file of fingerprints: <c>fingerprint</c> (int8, in binary values of fixed length), <c>label</c> and <c>clip</c>
/// (strings, null where unknown).
/// </summary>
internal sealed class ParquetFingerprintWriter : IDisposable
{
    private const int RowGroupRows = 1 << 14;

    private readonly TensorShape _shape;
    private readonly ResultStream _stream;
    private readonly ParquetFileWriter _writer;
    private readonly sbyte[] _fingerprints;
    private readonly List<string?> _labels = [];
    private readonly List<string?> _clips = [];

    /// <param name="stream">Where it is written to; not disposed.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    public ParquetFingerprintWriter(Stream stream, TensorShape shape)
    {
        _shape = shape;
        _fingerprints = GC.AllocateUninitializedArray<sbyte>(RowGroupRows * shape.Count, pinned: true);
        _stream = new ResultStream(stream);
        using LogicalType text = LogicalType.String();
        using LogicalType none = LogicalType.None();
        using var schema = new GroupNode("schema", Repetition.Required, [
            new PrimitiveNode("fingerprint", Repetition.Required, none, PhysicalType.FixedLenByteArray, shape.Count),
            new PrimitiveNode("label", Repetition.Optional, text, PhysicalType.ByteArray),
            new PrimitiveNode("clip", Repetition.Optional, text, PhysicalType.ByteArray),
        ]);
        using var builder = new WriterPropertiesBuilder();
        using WriterProperties properties = builder.Compression(Compression.Zstd).DisableDictionary("fingerprint").Build();
        _writer = _stream.Run(() => new ParquetFileWriter(_stream, schema, properties, leaveOpen: true));
    }

    public void Add(ReadOnlySpan<sbyte> fingerprint, string? label, string? clip)
    {
        fingerprint.CopyTo(_fingerprints.AsSpan(_labels.Count * _shape.Count));
        _labels.Add(label);
        _clips.Add(clip);
        if (_labels.Count == RowGroupRows)
        {
            WriteRowGroup();
        }
    }

    /// <summary>Writes the rest, and the end of the file.</summary>
    public void Close()
    {
        if (_labels.Count > 0)
        {
            WriteRowGroup();
        }

        _stream.Run(_writer.Close);
    }

    public void Dispose()
    {
        _stream.End();
        _writer.Dispose();
    }

    private void WriteRowGroup()
    {
        _stream.Run(() =>
        {
            using RowGroupWriter group = _writer.AppendRowGroup();
            WriteFingerprints(group);
            WriteText(group, _labels);
            WriteText(group, _clips);
            group.Close();
        });
        _labels.Clear();
        _clips.Clear();
    }

    private void WriteFingerprints(RowGroupWriter group)
    {
        using var column = (ColumnWriter<FixedLenByteArray>)group.NextColumn();
        column.WriteBatch([.. Enumerable.Range(0, _labels.Count).Select(i =>
            new FixedLenByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(_fingerprints, i * _shape.Count)))]);
        column.Close();
    }

    /// <summary>Writes strings as bytes: ParquetSharp's own writer makes its types at run time, which a native program cannot.</summary>
    private static void WriteText(RowGroupWriter group, List<string?> texts)
    {
        byte[] utf8 = GC.AllocateUninitializedArray<byte>(texts.Sum(text => Encoding.UTF8.GetByteCount(text ?? "")), pinned: true);
        var values = new List<ByteArray>(texts.Count);
        int at = 0;
        foreach (string text in texts.OfType<string>())
        {
            int length = Encoding.UTF8.GetBytes(text, utf8.AsSpan(at));
            values.Add(new ByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(utf8, at), length));
            at += length;
        }

        using var column = (ColumnWriter<ByteArray>)group.NextColumn();
        short[] levels = [.. texts.Select(text => (short)(text is null ? 0 : 1))];
        column.WriteBatch(texts.Count, levels, default, values.ToArray());
        column.Close();
        GC.KeepAlive(utf8);
    }
}
