using Kws.Model;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>
/// The rows of a Parquet file. They are decoded when they are claimed, one after the other: a column can be entered only where a row group
/// begins, and a row group may be the whole file.
/// </summary>
internal sealed class ParquetSource : FingerprintSource
{
    private readonly FileStream _stream;
    private readonly FileStamp _stamp;
    private readonly ParquetFileReader _file;
    private readonly long[] _groupEnds;
    private readonly FingerprintColumn _column;
    private readonly RowReader _rows;
    private int _group;
    private long _row;
    private RowGroupReader? _rowGroup;
    private ColumnReader? _values;
    private bool _readsTags;
    private TextColumn? _labels;
    private TextColumn? _clips;

    private ParquetSource(string path, TensorShape shape, FileStream stream, FileStamp stamp, ParquetFileReader file)
        : base(path, shape)
    {
        (_stream, _stamp, _file) = (stream, stamp, file);
        _column = FingerprintColumn.Find(file.FileMetaData.Schema, path, shape);
        _rows = RowReader.For(_column, shape);
        _groupEnds = GroupEnds(file, path);
        Count = file.FileMetaData.NumRows;
    }

    public override long? Count { get; }

    internal override long? Length => Count;

    public static ParquetSource Open(string path, TensorShape shape)
    {
        // Stays open beside that of the library, to see whether the file changes.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        ParquetFileReader? file = null;
        try
        {
            ParquetError.CheckEnds(stream, path);
            FileStamp stamp = FileStamp.Of(stream.SafeFileHandle);

            // Without buffered streams the library reads a column of a whole row group before it decodes the first value.
            using ReaderProperties properties = ReaderProperties.GetDefaultReaderProperties();
            properties.EnableBufferedStream();
            properties.EnablePageChecksumVerification();
            file = new ParquetFileReader(path, properties);
            return new ParquetSource(path, shape, stream, stamp, file);
        }
        catch (Exception e)
        {
            file?.Dispose();
            stream.Dispose();
            if (e is ParquetException damage)
            {
                throw ParquetError.Because(path, "the Parquet file is damaged", damage);
            }

            throw;
        }
    }

    public override ValueTask DisposeAsync()
    {
        CloseGroup();
        _file.Dispose();
        _stream.Dispose();
        return base.DisposeAsync();
    }

    internal override void CheckUnchanged() => _stamp.Check(_stream.SafeFileHandle, Name);

    /// <summary>The beginning of a row group.</summary>
    internal override SourcePosition? Find(long index)
    {
        long begin = _groupEnds.FirstOrDefault(end => end >= index, Count!.Value);
        return begin < Count ? new(begin, begin) : null;
    }

    internal override void Seek(SourcePosition position)
    {
        while (_group < _groupEnds.Length && _groupEnds[_group] <= position.Index)
        {
            _row = _groupEnds[_group++];
        }

        while (_row < position.Index && MoveNext())
        {
            // Within a row group there is no way but through the rows.
        }
    }

    internal override ValueTask<bool> ClaimAsync(FingerprintBlock block, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long begin = _row;
        _readsTags = block.Tags is not null;
        _rows.Bits = Bits;
        long end = Math.Min(begin + FingerprintBlock.Capacity, Stop?.Index ?? long.MaxValue);
        while (_row < end && MoveNext())
        {
            FingerprintTag tag = NextTag();
            if (_rows.Read(block.Fingerprint(block.Count)) is { } problem)
            {
                block.Bad.Add(new(Name, 0, $"fingerprint {_row - 1}: {problem}", _rows.Content));
            }
            else
            {
                block.Count++;
                block.Tags?.Add(tag);
            }
        }

        block.End = new(_row, _row);
        return ValueTask.FromResult(_row > begin);
    }

    internal override void Load(FingerprintBlock block)
    {
        // Claiming did it.
    }

    private static long[] GroupEnds(ParquetFileReader file, string path)
    {
        var ends = new long[file.FileMetaData.NumRowGroups];
        long end = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            using RowGroupReader group = file.RowGroup(i);
            end += Math.Max(group.MetaData.NumRows, 0);
            ends[i] = end;
        }

        return end == file.FileMetaData.NumRows
            ? ends
            : throw new KwsFormatException(
                path, 0, $"the Parquet file is damaged: {file.FileMetaData.NumRows} rows, but {end} in its row groups");
    }

    /// <summary>Goes to the next row. False at the end of the file.</summary>
    private bool MoveNext()
    {
        try
        {
            while (_group < _groupEnds.Length && _row == _groupEnds[_group])
            {
                if (_values is not null && _rows.MoveNext())
                {
                    throw new KwsFormatException(
                        Name, 0, $"row group {_group} is damaged: it continues after its last fingerprint, {_row - 1}");
                }

                CloseGroup();
                _group++;
            }

            if (_group == _groupEnds.Length)
            {
                return false;
            }

            if (_values is null)
            {
                _rowGroup = _file.RowGroup(_group);
                _values = _rowGroup.Column(_column.Index);
                _rows.Begin(_values);
                if (_readsTags)
                {
                    _labels = TextColumn.Open(_rowGroup, _file.FileMetaData.Schema, "label");
                    _clips = TextColumn.Open(_rowGroup, _file.FileMetaData.Schema, "clip");
                }
            }

            if (!_rows.MoveNext())
            {
                throw new KwsFormatException(
                    Name, 0,
                    $"row group {_group} is damaged: it ends before fingerprint {_row}, expected to end before {_groupEnds[_group]}");
            }
        }
        catch (ParquetException e)
        {
            throw ParquetError.Because(Name, $"fingerprint {_row} cannot be read", e);
        }

        _row++;
        return true;
    }

    private FingerprintTag NextTag()
    {
        try
        {
            return new(_labels?.Next(), _clips?.Next(), 0);
        }
        catch (ParquetException e)
        {
            throw ParquetError.Because(Name, $"label and clip of fingerprint {_row - 1} cannot be read", e);
        }
    }

    private void CloseGroup()
    {
        _labels?.Dispose();
        _clips?.Dispose();
        _values?.Dispose();
        _rowGroup?.Dispose();
        (_values, _rowGroup, _labels, _clips) = (null, null, null, null);
    }
}
