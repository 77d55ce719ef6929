using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Bulk.Parquet;

/// <summary>
/// Parquet as an output of a job. The directory of a Parquet file stands at its end, so that a half-written one cannot be gone on with:
/// until the job is done its part holds the logits as they are, and the file is made of them in one go.
/// </summary>
internal sealed class ParquetFormat(ImmutableArray<string> labels) : ResultFormat(labels)
{
    private const int RowsAtOnce = 1 << 14;

    private protected override string Name => "parquet";

    internal override int MaxBytes => LabelCount * sizeof(int);

    internal override byte[] Head(long count) => [];

    internal override int Encode(ReadOnlySpan<int> logits, long firstIndex, Span<byte> destination)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(logits);
        bytes.CopyTo(destination);
        return bytes.Length;
    }

    internal override void Publish(string part, string target, long firstIndex) =>
        ParquetPart.Publish(part, target, finished => Write(part, finished, firstIndex));

    private void Write(string part, string finished, long firstIndex)
    {
        using FileStream rows = File.OpenRead(part);
        using FileStream stream = File.Create(finished);
        using var results = new ParquetResults(stream, Labels) { FirstIndex = firstIndex };
        var logits = new int[RowsAtOnce * LabelCount];
        while (rows.ReadAtLeast(
            MemoryMarshal.AsBytes(logits.AsSpan()), logits.Length * sizeof(int), throwOnEndOfStream: false) is > 0 and var read)
        {
            results.Write(logits.AsSpan(0, read / sizeof(int)));
        }

        results.Close();
        Disk.Flush(stream.SafeFileHandle, finished);
    }
}
