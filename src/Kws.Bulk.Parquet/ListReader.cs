using System.Runtime.InteropServices;
using Kws.Bulk.Sources;
using Kws.Model;
using ParquetSharp;

namespace Kws.Bulk.Parquet;

/// <summary>
/// Rows that are lists of numbers. Every value has two levels (Melnik et al., Dremel, 2010): the repetition level is 0 where a list begins;
/// the definition level says whether there is a value at all, or else what is null or empty.
/// </summary>
internal sealed class ListReader<T>(FingerprintColumn column, ElementType type, TensorShape shape) : RowReader(shape)
    where T : unmanaged
{
    private const int Rows = 16;

    // Only the next row tells that a row is at its end, so there is room for more than one.
    private readonly short[] _definitions = new short[Rows * shape.Count];
    private readonly short[] _repetitions = new short[Rows * shape.Count];
    private readonly T[] _values = new T[Rows * shape.Count];
    private ColumnReader<T>? _column;

    // The buffers hold so many levels and values.
    private int _levelCount;
    private int _valueCount;

    // The current row: where it begins, how long it is, how many levels of it did not fit.
    private int _level;
    private int _value;
    private int _length;
    private int _lengthOfValues;
    private long _dropped;

    public override string Content
    {
        get
        {
            if (IsNothing)
            {
                return Definitions[0] < column.EmptyLevel ? "null" : "";
            }

            // What was dropped stood behind as much as was kept of it.
            var texts = new string[_dropped > 0 ? Shape.Count + 1 : _length];
            int value = 0;
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = Definitions[i] == column.ValueLevel ? type.Text(Record, value++) : "null";
            }

            return string.Join(' ', texts) + (_dropped > 0 ? " ..." : "");
        }
    }

    private ReadOnlySpan<short> Definitions => _definitions.AsSpan(_level, _length);

    private ReadOnlySpan<byte> Record => MemoryMarshal.AsBytes(_values.AsSpan(_value, _lengthOfValues));

    /// <summary>A null or empty list has levels too.</summary>
    private bool IsNothing => _length == 1 && Definitions[0] <= column.EmptyLevel;

    public override void Begin(ColumnReader reader)
    {
        _column = (ColumnReader<T>)reader;
        (_levelCount, _valueCount, _level, _value, _length, _lengthOfValues) = (0, 0, 0, 0, 0, 0);
    }

    public override bool MoveNext()
    {
        _level += _length;
        _value += _lengthOfValues;
        (_length, _lengthOfValues, _dropped) = (0, 0, 0);
        int from = _level + 1;
        int next = -1;
        while (from > _levelCount || (next = _repetitions.AsSpan(from, _levelCount - from).IndexOf((short)0)) < 0)
        {
            MoveToFront();
            from = Math.Max(_levelCount, 1);
            if (!ReadMore())
            {
                next = _levelCount - from;
                break;
            }
        }

        if (_levelCount == 0)
        {
            return false;
        }

        _length = from + next - _level;
        _lengthOfValues = Definitions.Count(column.ValueLevel);
        return true;
    }

    public override string? Read(Span<sbyte> fingerprint)
    {
        if (IsNothing && Definitions[0] < column.EmptyLevel)
        {
            return $"the list is null, expected {Shape.Count} values";
        }

        long length = IsNothing ? 0 : _length + _dropped;
        if (length != Shape.Count)
        {
            return $"the list is of length {length}, expected {Shape.Count}";
        }

        return _lengthOfValues < _length
            ? Problem(Definitions.IndexOfAnyExcept(column.ValueLevel), "null")
            : Narrow(type, Record, fingerprint);
    }

    /// <summary>
    /// Makes room behind the current row. Of one that fills the buffers the begin is kept, which is too long for a fingerprint already.
    /// </summary>
    private void MoveToFront()
    {
        int levels = _levelCount - _level;
        int values = _valueCount - _value;
        if (levels == _definitions.Length)
        {
            _dropped += levels - (Shape.Count + 1);
            levels = Shape.Count + 1;
            values = _definitions.AsSpan(0, levels).Count(column.ValueLevel);
        }

        _definitions.AsSpan(_level, levels).CopyTo(_definitions);
        _repetitions.AsSpan(_level, levels).CopyTo(_repetitions);
        _values.AsSpan(_value, values).CopyTo(_values);
        (_level, _value, _levelCount, _valueCount) = (0, 0, levels, values);
    }

    /// <summary>Fills the buffers from one page at most. False at the end of the row group.</summary>
    private bool ReadMore()
    {
        if (!_column!.HasNext)
        {
            return false;
        }

        int room = _definitions.Length - _levelCount;
        long levels = _column.ReadBatch(
            room, _definitions.AsSpan(_levelCount), _repetitions.AsSpan(_levelCount), _values.AsSpan(_valueCount, room), out long values);
        _levelCount += (int)levels;
        _valueCount += (int)values;
        return levels > 0;
    }
}
