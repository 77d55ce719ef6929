using System.Collections.Immutable;
using System.Globalization;
using Kws.Model;

namespace Kws.Hardware.Replay.Formats;

/// <summary>A layer as a NumPy array, of any order of axes and with axes of length 1 anywhere.</summary>
internal static class NpyLayer
{
    public static RecordedLayer Read(ReadOnlySpan<byte> bytes, ExpectedLayer expected, string file)
    {
        int length = NpyFile.Length(bytes[..Math.Min(bytes.Length, NpyFile.MaxPreamble)], file);
        if (length > bytes.Length)
        {
            throw NpyFile.CutOff(file, bytes.Length);
        }

        NpyFile head = NpyFile.Parse(bytes[..length], file);
        NumberType type = NumberType.OfDescriptor(head.Descriptor)
            ?? throw new KwsFormatException(
                file, 0, $"values of the type '{Excerpt.Of(head.Descriptor)}', expected integers of 8 to 64 bits or floats");
        int[] lengths = LengthsOf(head, expected, file);
        long size = (long)expected.Shape.Count * type.Size;
        if (bytes.Length - length != size)
        {
            throw new KwsFormatException(
                file, 0, $"{bytes.Length - length} bytes of values, expected {size} ({expected}, {type.Size} bytes each)");
        }

        var values = ImmutableArray.CreateBuilder<int>(expected.Shape.Count);
        for (int i = 0; i < expected.Shape.Count; i++)
        {
            int place = head.IsFortranOrder ? FortranPlace(lengths, i) : i;
            values.Add(expected.Check(type.Read(bytes[(length + (place * type.Size))..]), i, file));
        }

        // The number of values in each axis with all axes inside it.
        int[] groups = [.. Enumerable.Range(0, lengths.Length).Select(axis => lengths[axis..].Aggregate(1, (count, next) => count * next))];
        return expected.Record([values.MoveToImmutable()], groups, file);
    }

    private static int[] LengthsOf(NpyFile head, ExpectedLayer expected, string file)
    {
        var lengths = new List<int>();
        long count = 1;
        foreach (string size in head.Sizes)
        {
            if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out int axis)
                || axis < 1 || axis > expected.Shape.Count)
            {
                count = 0;
                break;
            }

            lengths.Add(axis);
            count = Math.Min(count * axis, int.MaxValue);
        }

        return count == expected.Shape.Count
            ? [.. lengths.Where(axis => axis > 1)]
            : throw new KwsFormatException(
                file, 0,
                $"{expected.Name}: an array of the shape ({Excerpt.Of(head.Dimensions)}), expected {expected.Shape} in any order of axes");
    }

    /// <summary>The place of a value, by its place in C order, in an array whose first axis varies fastest.</summary>
    private static int FortranPlace(int[] lengths, int index)
    {
        int place = 0;
        int step = lengths.Aggregate(1, (count, next) => count * next);
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            step /= lengths[axis];
            place += index % lengths[axis] * step;
            index /= lengths[axis];
        }

        return place;
    }
}
