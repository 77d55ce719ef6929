using System.Globalization;
using Kws.Model;

namespace Kws.Bulk.Sources;

/// <summary>An array of fingerprints, as the head of a NumPy file describes it.</summary>
/// <param name="Bytes">The length of everything before the values.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="IsSwapped">True if the order of the bytes of a value is not that of this processor.</param>
/// <param name="Count">The number of fingerprints.</param>
/// <param name="Columns">Null in C order. In Fortran order: the place in its fingerprint of each value, in the order of the file.</param>
internal sealed record FingerprintArray(int Bytes, ElementType Type, bool IsSwapped, long Count, int[]? Columns)
{
    /// <summary>An array without a head: bytes in C order.</summary>
    /// <param name="count">The number of fingerprints.</param>
    public static FingerprintArray Raw(long count) => new(0, ElementType.Int8, IsSwapped: false, count, Columns: null);

    /// <param name="head">The whole head.</param>
    /// <param name="name">The file, in messages.</param>
    /// <param name="shape">The shape of one fingerprint.</param>
    public static FingerprintArray Parse(ReadOnlySpan<byte> head, string name, TensorShape shape)
    {
        NpyFile array = NpyFile.Parse(head, name);
        if (ElementType.FromDescriptor(array.Descriptor, out bool isSwapped) is not { } type)
        {
            string found = array.Descriptor switch
            {
                "" => "of a structured type",
                [_, 'O', ..] => $"Python objects ({Excerpt.Of(array.Descriptor)}), which are not read",
                _ => $"of type {Excerpt.Of(array.Descriptor)}",
            };
            throw new KwsFormatException(name, 0, $"the values are {found}, expected {ElementType.All}");
        }

        string[] sizes = array.Sizes;
        string[] frames = [$"{shape.Time}", $"{shape.Frequency}"];
        bool isFlat = sizes.Skip(1).SequenceEqual([$"{shape.Count}"]);
        bool fits = isFlat || sizes.Skip(1).SequenceEqual(frames) || sizes.Skip(1).SequenceEqual([.. frames, "1"]);
        if (!fits || !long.TryParse(sizes[0], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            throw new KwsFormatException(
                name, 0,
                $"the shape is ({Excerpt.Of(array.Dimensions)}), "
                + $"expected (N, {shape.Count}), (N, {shape.Time}, {shape.Frequency}) or (N, {shape.Time}, {shape.Frequency}, 1)");
        }

        return count <= long.MaxValue / (1 << 20)
            ? new(head.Length, type, isSwapped, count, array.IsFortranOrder ? FortranOrder(shape, isFlat) : null)
            : throw new KwsFormatException(name, 0, $"the array has {count} fingerprints, more than a file can hold");
    }

    /// <summary>In Fortran order the first axis varies fastest: behind the fingerprints, these are the frames.</summary>
    private static int[] FortranOrder(TensorShape shape, bool isFlat) =>
        [.. Enumerable.Range(0, shape.Count).Select(i => isFlat ? i : (i % shape.Time * shape.Frequency) + (i / shape.Time))];
}
