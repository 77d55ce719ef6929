using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Kws.Bulk;
using Kws.Bulk.Jobs;
using Kws.Bulk.Outputs;
using Kws.Bulk.Parquet;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>The formats in which <c>kws fingerprints</c> writes, by the ending of the name.</summary>
internal abstract class FingerprintOutput(TensorShape shape) : IOutputFormat
{
    public const string TextName = "fingerprints text";
    public const string NpyName = "fingerprints npy";
    public const string RawName = "fingerprints raw";

    public static IReadOnlyList<string> Endings { get; } = [".txt", ".npy", ".raw", ".parquet"];

    public abstract string Name { get; }

    protected TensorShape Shape => shape;

    /// <summary>True if a file is not written from beginning to end, as a pipe would be.</summary>
    protected virtual bool NeedsFile => true;

    public static string EndingOf(string path) => Path.GetExtension(path).ToLowerInvariant();

    public static FingerprintOutput For(string path, TensorShape shape) => EndingOf(path) switch
    {
        ".npy" => new Npy(shape),
        ".raw" => new Raw(shape),
        ".parquet" => new Parquet(shape),
        _ => new Text(shape),
    };

    public abstract byte[] Head(long count);

    public virtual void Publish(string part, string target, long firstIndex) => AtomicFile.Move(part, target);

    /// <summary>Writes into a pipe or a device. False if the path is none.</summary>
    public bool TryWriteStraight(string path, Action<Stream> write) => Files.Read(path, _ => AtomicFile.TryWriteStraight(
        AtomicFile.Target(path),
        stream =>
        {
            if (NeedsFile)
            {
                throw new IOException(
                    $"this is a pipe or a device, expected a file: {EndingOf(path)} is not written from beginning to end");
            }

            write(stream);
        }));

    /// <summary>Writes what a file has for a block.</summary>
    public abstract void Encode(FingerprintBlock block, IBufferWriter<byte> writer);

    protected void WriteValues(FingerprintBlock block, IBufferWriter<byte> writer) =>
        writer.Write(MemoryMarshal.AsBytes(block.Values.AsSpan(0, block.Count * Shape.Count)));

    private sealed class Text(TensorShape shape) : FingerprintOutput(shape)
    {
        public override string Name => TextName;

        protected override bool NeedsFile => false;

        public override byte[] Head(long count) =>
            Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"# label TAB clip TAB {Shape.Time} x {Shape.Frequency} values\n"));

        public override void Encode(FingerprintBlock block, IBufferWriter<byte> writer)
        {
            for (int i = 0; i < block.Count; i++)
            {
                FingerprintTag tag = block.TagOf(i);
                Encoding.UTF8.GetBytes($"{Field(tag.Label)}\t{Field(tag.Clip)}", writer);
                byte separator = (byte)'\t';
                foreach (sbyte value in block.Fingerprint(i))
                {
                    // The longest value has four characters.
                    Span<byte> room = writer.GetSpan(5);
                    room[0] = separator;
                    value.TryFormat(room[1..], out int length, provider: CultureInfo.InvariantCulture);
                    writer.Advance(1 + length);
                    separator = (byte)' ';
                }

                writer.Write("\n"u8);
            }
        }

        /// <summary>A name may hold what would end the field or the line.</summary>
        private static string Field(string? text) => string.Concat((text ?? "").Select(c => c is '\t' or '\n' or '\r' ? ' ' : c));
    }

    private sealed class Npy(TensorShape shape) : FingerprintOutput(shape)
    {
        public override string Name => NpyName;

        public override byte[] Head(long count) => NpyFormat.Head("|i1", $"({count}, {Shape.Time}, {Shape.Frequency})");

        public override void Encode(FingerprintBlock block, IBufferWriter<byte> writer) => WriteValues(block, writer);
    }

    private sealed class Raw(TensorShape shape) : FingerprintOutput(shape)
    {
        public override string Name => RawName;

        protected override bool NeedsFile => false;

        public override byte[] Head(long count) => [];

        public override void Encode(FingerprintBlock block, IBufferWriter<byte> writer) => WriteValues(block, writer);
    }

    private sealed class Parquet(TensorShape shape) : FingerprintOutput(shape)
    {
        public override string Name => ParquetFingerprintRows.FormatName;

        public override byte[] Head(long count) => [];

        public override void Encode(FingerprintBlock block, IBufferWriter<byte> writer)
        {
            for (int i = 0; i < block.Count; i++)
            {
                FingerprintTag tag = block.TagOf(i);
                ParquetFingerprintRows.Write(block.Fingerprint(i), tag.Label, tag.Clip, writer);
            }
        }

        public override void Publish(string part, string target, long firstIndex) =>
            ParquetFingerprintRows.Publish(part, target, Shape);
    }
}
