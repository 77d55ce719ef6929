using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Bulk.Sources;

/// <summary>Fingerprints as records of equal length.</summary>
internal abstract class RecordSource(string name, TensorShape shape) : FingerprintSource(name, shape)
{
    protected ElementType Type { get; set; } = ElementType.Int8;

    /// <summary>True if the order of the bytes of a value is not that of this processor.</summary>
    protected bool IsSwapped { get; set; }

    /// <summary>Bytes of one fingerprint.</summary>
    protected int RecordSize => Shape.Count * Type.Size;

    internal override BadFingerprint? Examine(FingerprintBlock block, int index)
    {
        ReadOnlySpan<byte> record = Records(block).Slice(index * RecordSize, RecordSize);
        int bad = Type.IndexOfBad(record, MinValue, MaxValue);
        if (bad < 0)
        {
            return null;
        }

        // Not inside an interpolated string: a span cannot be there.
        string value = Type.Text(record, bad);
        var values = new string[Shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Type.Text(record, i);
        }

        return new(
            Name, 0,
            $"fingerprint {block.Start.Index + index}: value {bad} (frame {bad / Shape.Frequency}, coefficient {bad % Shape.Frequency}) "
                + $"is {value}, "
            + $"expected an integer from {MinValue} to {MaxValue}",
            string.Join(' ', values));
    }

    /// <summary>Refuses a file of another format by its first bytes, unless these may be values too.</summary>
    protected static void CheckRaw(ReadOnlySpan<byte> head, string name)
    {
        if (FileSignature.Of(head) is { } other
            && other.Bytes.Any(value => (sbyte)value is < SixBit.Min or > SixBit.Max))
        {
            throw other.Refuse(name, "raw fingerprints");
        }
    }

    /// <summary>The target of the bytes of so many records: int8 go straight to the block's values.</summary>
    protected Span<byte> Records(FingerprintBlock block, int count)
    {
        block.Count = count;
        if (Type != ElementType.Int8)
        {
            block.Raw = new(block.RawBuffer(count * RecordSize), 0, count * RecordSize);
        }

        return Records(block);
    }

    /// <summary>Makes int8 of the records.</summary>
    protected void Narrow(FingerprintBlock block)
    {
        if (IsSwapped)
        {
            Type.Swap(block.Raw);
        }

        if (Type != ElementType.Int8)
        {
            Type.Narrow(block.Raw, block.Values);
            if (Bits == 8)
            {
                RemoveBad(block);
            }
        }
    }

    /// <summary>Takes out what no later check can tell from a value of 8 bits.</summary>
    private void RemoveBad(FingerprintBlock block)
    {
        var found = new List<(int Index, BadFingerprint Bad)>();
        for (int i = 0; i < block.Count; i++)
        {
            if (Examine(block, i) is { } bad)
            {
                found.Add((i, bad));
            }
        }

        block.Remove(found, labels: 0);
    }

    private Span<byte> Records(FingerprintBlock block) =>
        Type == ElementType.Int8 ? MemoryMarshal.AsBytes(block.Values.AsSpan(0, block.Count * Shape.Count)) : block.Raw;
}
