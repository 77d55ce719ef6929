using System.Collections.Immutable;
using System.Security.Cryptography;
using Kws.Model;

namespace Kws.Training.Runs;

/// <summary>All that a training needs to continue: its settings, its curves and the trainer's own state.</summary>
internal sealed record Checkpoint(
    ImmutableArray<TrainingSetting> Settings,
    long Step,
    double LossSum,
    ImmutableArray<TrainingPoint> Points,
    byte[] Trainer)
{
    /// <summary>The file: these bytes, the SHA-256 of the rest, and the rest.</summary>
    private static ReadOnlySpan<byte> Magic => "kws training 1\n"u8;

    /// <summary>Replaces the file at once: a process that is killed leaves the one before.</summary>
    public void Write(string path)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Settings.Length);
        foreach (TrainingSetting setting in Settings)
        {
            writer.Write(setting.Name);
            writer.Write(setting.Value);
        }

        writer.Write(Step);
        writer.Write(LossSum);
        writer.Write(Points.Length);
        foreach (TrainingPoint point in Points)
        {
            writer.Write(point.Step);
            writer.Write(point.Loss);
            writer.Write(point.Accuracy);
        }

        writer.Write(Trainer.Length);
        writer.Write(Trainer);
        writer.Flush();
        byte[] bytes = content.ToArray();
        AtomicFile.Write(path, (Stream stream) => stream.Write([.. Magic, .. SHA256.HashData(bytes), .. bytes]));
    }

    /// <exception cref="KwsFormatException">The file is damaged, or another kind of file.</exception>
    public static Checkpoint Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int begin = Magic.Length + SHA256.HashSizeInBytes;
        if (bytes.Length < begin || !bytes.AsSpan().StartsWith(Magic)
            || !SHA256.HashData(bytes.AsSpan(begin)).AsSpan().SequenceEqual(bytes.AsSpan(Magic.Length, SHA256.HashSizeInBytes)))
        {
            throw new KwsFormatException(path, 0, "this is no saved training, or it is damaged; without --resume it begins anew");
        }

        // What the hash covers is what was written.
        using var reader = new BinaryReader(new MemoryStream(bytes, begin, bytes.Length - begin));
        return new(
            [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => new TrainingSetting(reader.ReadString(), reader.ReadString()))],
            reader.ReadInt64(),
            reader.ReadDouble(),
            [
                .. Enumerable.Range(0, reader.ReadInt32())
                    .Select(_ => new TrainingPoint(reader.ReadInt64(), reader.ReadDouble(), reader.ReadDouble())),
            ],
            reader.ReadBytes(reader.ReadInt32()));
    }
}
