using System.Runtime.InteropServices;
using Kws.Bulk;
using Kws.Bulk.Outputs;
using Kws.Bulk.Parquet;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Writes fingerprints to a file, whole or not at all, in the format that its name says.</summary>
internal static class FingerprintWriter
{
    public static IReadOnlyList<string> Endings { get; } = [".txt", ".npy", ".raw", ".parquet"];

    public static string EndingOf(string path) => Path.GetExtension(path).ToLowerInvariant();

    /// <returns>The number of fingerprints.</returns>
    public static long Write(string path, TensorShape shape, IEnumerable<FingerprintBlock> blocks)
    {
        long count = 0;
        Files.WriteBytes(path, stream => count = EndingOf(path) switch
        {
            ".npy" => WriteNpy(stream, path, shape, blocks),
            ".raw" => WriteValues(stream, shape, blocks),
            ".parquet" => WriteParquet(stream, shape, blocks),
            _ => WriteText(stream, shape, blocks),
        });
        return count;
    }

    private static long WriteText(Stream stream, TensorShape shape, IEnumerable<FingerprintBlock> blocks)
    {
        long count = 0;
        var writer = new StreamWriter(stream, bufferSize: 1 << 16) { NewLine = "\n" };
        writer.WriteLine($"# label TAB clip TAB {shape.Time} x {shape.Frequency} values");
        foreach (FingerprintBlock block in blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                FingerprintTag tag = block.TagOf(i);
                writer.WriteLine($"{Field(tag.Label)}\t{Field(tag.Clip)}\t{string.Join(' ', block.Fingerprint(i).ToArray())}");
            }

            count += block.Count;
        }

        writer.Flush();
        return count;
    }

    /// <summary>A name may hold what would end the field or the line.</summary>
    private static string Field(string? text) => string.Concat((text ?? "").Select(c => c is '\t' or '\n' or '\r' ? ' ' : c));

    private static long WriteNpy(Stream stream, string path, TensorShape shape, IEnumerable<FingerprintBlock> blocks)
    {
        if (!stream.CanSeek)
        {
            throw CliException.BadInput($"{path}: this is a pipe or a device, expected a file: the head of a NumPy file is written last");
        }

        long begin = stream.Position;
        stream.Write(NpyFormat.Head("|i1", $"(0, {shape.Time}, {shape.Frequency})"));
        long count = WriteValues(stream, shape, blocks);
        stream.Position = begin;
        stream.Write(NpyFormat.Head("|i1", $"({count}, {shape.Time}, {shape.Frequency})"));
        return count;
    }

    private static long WriteValues(Stream stream, TensorShape shape, IEnumerable<FingerprintBlock> blocks)
    {
        long count = 0;
        foreach (FingerprintBlock block in blocks)
        {
            stream.Write(MemoryMarshal.AsBytes(block.Values.AsSpan(0, block.Count * shape.Count)));
            count += block.Count;
        }

        return count;
    }

    private static long WriteParquet(Stream stream, TensorShape shape, IEnumerable<FingerprintBlock> blocks)
    {
        long count = 0;
        using var file = new ParquetFingerprintWriter(stream, shape);
        foreach (FingerprintBlock block in blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                FingerprintTag tag = block.TagOf(i);
                file.Add(block.Fingerprint(i), tag.Label, tag.Clip);
            }

            count += block.Count;
        }

        file.Close();
        return count;
    }
}
