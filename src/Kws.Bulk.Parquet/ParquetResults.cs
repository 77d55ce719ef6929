using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Fast;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Kws.Bulk.Parquet;

/// <summary>
/// Writes results as a Parquet file, a row a fingerprint: <c>index</c> (int64, from 0), <c>label</c> (string) and for every label a column
/// of its name with its logit (int32). The same results always give the same bytes, however they were handed over. See docs/use/formats.md.
/// </summary>
public sealed class ParquetResults : IDisposable
{
    /// <summary>Rows of a row group: enough for columns to compress well, and little memory.</summary>
    internal const int RowGroupRows = 1 << 17;

    private readonly ResultStream _stream;
    private readonly ParquetFileWriter _writer;

    // The names of the labels where the native library can read them: bytes that stay in their place, and where that is.
    private readonly byte[][] _utf8Names;
    private readonly ByteArray[] _names;

    // The row group that is being filled, as columns.
    private readonly long[] _indices = new long[RowGroupRows];
    private readonly ByteArray[] _labels = new ByteArray[RowGroupRows];
    private readonly int[][] _logits;
    private int _rows;

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where it is written to, from its current position on; need not be able to seek, and is not disposed.</param>
    /// <param name="labels">The names of the labels.</param>
    /// <exception cref="ArgumentException">Two columns would have the same name.</exception>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public ParquetResults(Stream stream, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(labels);
        ResultFormat.CheckColumns(labels);
        _utf8Names = [.. labels.Select(Pinned)];
        _names = [.. _utf8Names.Select(utf8 => new ByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(utf8, 0), utf8.Length))];
        _logits = [.. labels.Select(_ => new int[RowGroupRows])];
        _stream = new ResultStream(stream);
        using GroupNode schema = Schema(labels);
        using var builder = new WriterPropertiesBuilder();
        using WriterProperties properties = builder
            .Compression(Compression.Zstd)
            .DisableDictionary("index")
            .Encoding("index", Encoding.DeltaBinaryPacked)
            .Build();
        _writer = _stream.Run(() => new ParquetFileWriter(_stream, schema, properties, leaveOpen: true));
    }

    /// <summary>The index of the first row of the row group: of the first one, what stands before a part of a job.</summary>
    internal long FirstIndex { get; set; }

    /// <summary>
    /// The format for an output of a <see cref="BulkJob"/>. Until the job is done, logits stand in the output's part as int32.
    /// </summary>
    /// <param name="labels">The names of the labels.</param>
    /// <exception cref="ArgumentException">There is no label, one is null, or two columns would have the same name.</exception>
    public static ResultFormat Format(ImmutableArray<string> labels)
    {
        var format = new ParquetFormat(labels);
        ResultFormat.CheckColumns(labels);
        return format;
    }

    /// <summary>Writes the results of some fingerprints.</summary>
    /// <param name="logits">N x labels logits, as <see cref="KwsClassifier.Infer"/> gives them.</param>
    /// <exception cref="ArgumentException">The logits are not a whole number of fingerprints.</exception>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public void Write(ReadOnlySpan<int> logits)
    {
        if (logits.Length % _logits.Length != 0)
        {
            throw new ArgumentException($"{logits.Length} logits, expected a multiple of {_logits.Length}", nameof(logits));
        }

        for (; !logits.IsEmpty; logits = logits[_logits.Length..])
        {
            _indices[_rows] = FirstIndex + _rows;
            _labels[_rows] = _names[Classification.FromLogits(logits[.._logits.Length]).Label];
            for (int i = 0; i < _logits.Length; i++)
            {
                _logits[i][_rows] = logits[i];
            }

            if (++_rows == RowGroupRows)
            {
                WriteRowGroup();
            }
        }
    }

    /// <summary>Writes the rest, and the end of the file. Without it the file has no end, and no reader takes it for a whole one.</summary>
    /// <exception cref="IOException">The stream cannot be written to.</exception>
    public void Close()
    {
        if (_rows > 0)
        {
            WriteRowGroup();
        }

        _stream.Run(_writer.Close);
    }

    /// <summary>Frees what the file needed while it was written.</summary>
    public void Dispose()
    {
        _stream.End();
        _writer.Dispose();
    }

    private static GroupNode Schema(IReadOnlyList<string> labels)
    {
        using LogicalType index = LogicalType.Int(64, isSigned: true);
        using LogicalType label = LogicalType.String();
        using LogicalType logit = LogicalType.Int(32, isSigned: true);
        return new GroupNode("schema", Repetition.Required, [
            new PrimitiveNode("index", Repetition.Required, index, PhysicalType.Int64),
            new PrimitiveNode("label", Repetition.Required, label, PhysicalType.ByteArray),
            .. labels.Select(name => new PrimitiveNode(name, Repetition.Required, logit, PhysicalType.Int32)),
        ]);
    }

    private static byte[] Pinned(string name)
    {
        byte[] utf8 = GC.AllocateUninitializedArray<byte>(System.Text.Encoding.UTF8.GetByteCount(name), pinned: true);
        System.Text.Encoding.UTF8.GetBytes(name, utf8);
        return utf8;
    }

    private void WriteRowGroup()
    {
        _stream.Run(() =>
        {
            using RowGroupWriter group = _writer.AppendRowGroup();
            WriteColumn(group, _indices);
            WriteColumn(group, _labels);
            foreach (int[] logits in _logits)
            {
                WriteColumn(group, logits);
            }

            group.Close();
        });
        GC.KeepAlive(_utf8Names);
        FirstIndex += _rows;
        _rows = 0;
    }

    private void WriteColumn<T>(RowGroupWriter group, T[] values)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)group.NextColumn();
        column.WriteBatch(values.AsSpan(0, _rows));
        column.Close();
    }
}
