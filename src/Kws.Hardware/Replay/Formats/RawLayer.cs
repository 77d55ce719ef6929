using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>A layer as numbers and nothing else.</summary>
internal static class RawLayer
{
    private static readonly int[] Sizes = [1, 2, 4];

    /// <param name="bytes">The file.</param>
    /// <param name="type">
    /// The type of the numbers; null for signed little-endian ones, of as many bytes as the length of the file says.
    /// </param>
    /// <param name="expected">The layer.</param>
    /// <param name="file">Its name in messages.</param>
    public static RecordedLayer Read(ReadOnlySpan<byte> bytes, NumberType? type, ExpectedLayer expected, string file)
    {
        int count = expected.Shape.Count;
        int length = bytes.Length;
        int[] sizes = type is null ? Sizes : [type.Size];
        int size = Array.Find(sizes, size => (long)size * count == length);
        if (size == 0)
        {
            throw new KwsFormatException(
                file, 0,
                $"{length} bytes, expected {string.Join(" or ", sizes.Select(size => (long)size * count))}: {expected}, "
                    + $"{string.Join(" or ", sizes)} byte{(sizes is [1] ? "" : "s")} each");
        }

        type ??= NumberType.Signed(size);
        var values = ImmutableArray.CreateBuilder<int>(count);
        for (int i = 0; i < count; i++)
        {
            values.Add(expected.Check(type.Read(bytes[(i * size)..]), i, file));
        }

        return expected.Record([values.MoveToImmutable()], [], file);
    }
}
