using System.Globalization;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Import;

/// <summary>NumPy files of signed bytes.</summary>
internal static class Int8Array
{
    /// <summary>The values of a file, the last axis varying fastest.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The shape that the array must have.</param>
    /// <exception cref="KwsFormatException">The file is missing, cannot be read, is no such array or has another shape.</exception>
    public static sbyte[] Read(string path, params int[] shape) => Parse(FolderFile.Read(path, MaxLength(shape)), path, shape);

    /// <summary>The most bytes of a file with an array of a shape.</summary>
    public static int MaxLength(int[] shape) => NpyFile.MaxBytes + Count(shape);

    /// <summary>The values of an array.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Its name in messages.</param>
    /// <param name="shape">The shape that the array must have.</param>
    /// <exception cref="KwsFormatException">The file is no such array or has another shape.</exception>
    public static sbyte[] Parse(ReadOnlySpan<byte> bytes, string path, int[] shape)
    {
        int length = NpyFile.Length(bytes[..Math.Min(bytes.Length, NpyFile.MaxPreamble)], path);
        if (length > bytes.Length)
        {
            throw NpyFile.CutOff(path, bytes.Length);
        }

        Check(NpyFile.Parse(bytes[..length], path), path, shape);
        ReadOnlySpan<byte> values = bytes[length..];
        int count = Count(shape);
        return values.Length == count
            ? MemoryMarshal.Cast<byte, sbyte>(values).ToArray()
            : throw new KwsFormatException(path, 0, $"{values.Length} values after the head of the array, expected {count}");
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (all, length) => checked(all * length));

    private static void Check(NpyFile head, string path, int[] shape)
    {
        if (head.Descriptor is not ("|i1" or "<i1" or ">i1" or "=i1" or "i1"))
        {
            throw new KwsFormatException(path, 0, $"the values are of type {Excerpt.Of(head.Descriptor)}, expected |i1 (signed bytes)");
        }

        if (!head.Sizes.SequenceEqual(shape.Select(length => length.ToString(CultureInfo.InvariantCulture))))
        {
            throw new KwsFormatException(path, 0, $"the shape is ({Excerpt.Of(head.Dimensions)}), expected ({string.Join(", ", shape)})");
        }

        if (head.IsFortranOrder)
        {
            throw new KwsFormatException(
                path, 0, "the array is in Fortran order, expected C order (numpy.ascontiguousarray converts it)");
        }
    }
}
