using System.Collections.Immutable;
using System.Text;

namespace Kws.Training.Negatives;

/// <summary>The file of <see cref="NegativeFrames"/>, before it is compressed.</summary>
/// <remarks>
/// <code>
/// for words, speech and noise:  number of streams, then of each its name, its tenth and its number of frames
/// then for each coefficient:    its values in all streams, back to back, as differences to the value one frame before, modulo 256
/// </code>
/// Numbers are of 7 bits per byte. Coefficient by coefficient the differences are small, which makes the compressed file a third smaller.
/// </remarks>
internal static class NegativeFramesFile
{
    private static readonly int Coefficients = NegativeFrames.FrontEnd.CoefficientCount;

    public static void Write(NegativeFrames frames, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        ImmutableArray<FrameStream>[] kinds = [frames.Words, frames.Speech, frames.Noise];
        foreach (ImmutableArray<FrameStream> kind in kinds)
        {
            writer.Write7BitEncodedInt(kind.Length);
            foreach (FrameStream one in kind)
            {
                writer.Write(one.Name);
                writer.Write7BitEncodedInt(one.Tenth);
                writer.Write7BitEncodedInt(one.Values.Length / Coefficients);
            }
        }

        FrameStream[] all = [.. kinds.SelectMany(kind => kind)];
        for (int coefficient = 0; coefficient < Coefficients; coefficient++)
        {
            sbyte before = 0;
            foreach (FrameStream one in all)
            {
                for (int i = coefficient; i < one.Values.Length; i += Coefficients)
                {
                    sbyte value = one.Values.Span[i];
                    writer.Write(unchecked((sbyte)(value - before)));
                    before = value;
                }
            }
        }
    }

    public static NegativeFrames Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        (string Name, int Tenth, sbyte[] Values)[][] kinds =
            [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ => Head()).ToArray())];
        for (int coefficient = 0; coefficient < Coefficients; coefficient++)
        {
            sbyte before = 0;
            foreach ((_, _, sbyte[] values) in kinds.SelectMany(kind => kind))
            {
                byte[] differences = reader.ReadBytes(values.Length / Coefficients);
                for (int frame = 0; frame < differences.Length; frame++)
                {
                    before = unchecked((sbyte)(before + differences[frame]));
                    values[(frame * Coefficients) + coefficient] = before;
                }
            }
        }

        ImmutableArray<FrameStream>[] streams =
            [.. kinds.Select(kind => kind.Select(one => new FrameStream(one.Name, one.Tenth, one.Values)).ToImmutableArray())];
        return new() { Words = streams[0], Speech = streams[1], Noise = streams[2] };

        (string, int, sbyte[]) Head() =>
            (reader.ReadString(), reader.Read7BitEncodedInt(), new sbyte[reader.Read7BitEncodedInt() * Coefficients]);
    }
}
