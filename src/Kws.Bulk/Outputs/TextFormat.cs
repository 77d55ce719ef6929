using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Kws.Fast;

namespace Kws.Bulk.Outputs;

/// <summary>A line a fingerprint: index, label and logits with something between them.</summary>
internal sealed class TextFormat : ResultFormat
{
    private readonly byte[] _head;
    private readonly byte[] _beforeIndex;
    private readonly byte[] _end;

    // What stands between index and logits, for every label.
    private readonly byte[][] _labels;

    private TextFormat(
        string name, ImmutableArray<string> labels, string head, string beforeIndex, Func<string, string> label, string beforeLogits,
        string end)
        : base(labels)
    {
        Name = name;
        _head = Encoding.UTF8.GetBytes(head);
        _beforeIndex = Encoding.UTF8.GetBytes(beforeIndex);
        _labels = [.. labels.Select(name => Encoding.UTF8.GetBytes(label(name) + beforeLogits))];
        _end = Encoding.UTF8.GetBytes(end);
        MaxBytes = _beforeIndex.Length + DecimalText.MaxLength + _labels.Max(
            text => text.Length) + (labels.Length * (DecimalText.MaxLength + 1)) + _end.Length;
    }

    internal override int MaxBytes { get; }

    private protected override string Name { get; }

    /// <summary>Labels hold no comma, quote or line break: a model has none with them.</summary>
    public static new TextFormat Csv(ImmutableArray<string> labels) =>
        new("csv", labels, $"index,label,{string.Join(',', Checked(labels))}\n", "", name => $",{name}", ",", "\n");

    public static new TextFormat JsonLines(ImmutableArray<string> labels) =>
        new("jsonl", Checked(labels), "", "{\"index\":", name => $",\"label\":\"{JsonEncodedText.Encode(name)}\"", ",\"logits\":[", "]}\n");

    internal override byte[] Head(long count) => _head;

    internal override int Encode(ReadOnlySpan<int> logits, long firstIndex, Span<byte> destination)
    {
        int count = logits.Length / Labels.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, count * MaxBytes);
        ref byte start = ref MemoryMarshal.GetReference(destination);
        ref byte next = ref start;
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<int> row = logits.Slice(i * Labels.Length, Labels.Length);
            next = ref Copy(_beforeIndex, ref next);
            next = ref Unsafe.Add(ref next, DecimalText.Write(ref next, firstIndex + i));
            next = ref Copy(_labels[Classification.FromLogits(row).Label], ref next);
            foreach (int logit in row)
            {
                next = ref Unsafe.Add(ref next, DecimalText.Write(ref next, logit));
                next = (byte)',';
                next = ref Unsafe.Add(ref next, 1);
            }

            // In place of the last comma.
            next = ref Copy(_end, ref Unsafe.Subtract(ref next, 1));
        }

        return (int)Unsafe.ByteOffset(ref start, ref next);
    }

    private static ref byte Copy(byte[] text, ref byte destination)
    {
        text.CopyTo(MemoryMarshal.CreateSpan(ref destination, text.Length));
        return ref Unsafe.Add(ref destination, text.Length);
    }
}
