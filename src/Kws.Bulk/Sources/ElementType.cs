using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kws.Bulk.Sources;

/// <summary>
/// The type of a file's values, which become int8. What is out of range or no integer becomes an int8 out of range: the classifier refuses
/// it without another pass over all values, and only then is the value itself looked for. Networks of 8 bits, which take every int8, need
/// that pass.
/// </summary>
internal abstract class ElementType(string name, int size)
{
    public static readonly ElementType Int8 = new ElementType<sbyte>("int8");

    /// <summary>Kinds and sizes as NumPy writes them.</summary>
    private static readonly Dictionary<string, ElementType> Types = new()
    {
        ["i1"] = Int8,
        ["i2"] = new ElementType<short>("int16"),
        ["i4"] = new ElementType<int>("int32"),
        ["i8"] = new ElementType<long>("int64"),
        ["u1"] = new ElementType<byte>("uint8"),
        ["u2"] = new ElementType<ushort>("uint16"),
        ["u4"] = new ElementType<uint>("uint32"),
        ["u8"] = new ElementType<ulong>("uint64"),
        ["f4"] = new ElementType<float>("float32"),
        ["f8"] = new ElementType<double>("float64"),
    };

    public static string All => "int8, int16, int32, int64, unsigned ones of these sizes, float32 or float64";

    public string Name { get; } = name;

    /// <summary>Bytes of one value.</summary>
    public int Size { get; } = size;

    /// <summary>The type of a descriptor such as <c>&lt;i2</c>.</summary>
    /// <param name="descriptor">The order of the bytes (<c>&gt;</c> is big-endian), kind and size.</param>
    /// <param name="isSwapped">True if the order of the bytes is not that of this processor.</param>
    /// <returns>Null if the type is none of these.</returns>
    public static ElementType? FromDescriptor(string descriptor, out bool isSwapped)
    {
        isSwapped = false;
        if (descriptor is not ['<' or '>' or '=' or '|', .. var name] || !Types.TryGetValue(name, out ElementType? type))
        {
            return null;
        }

        isSwapped = type.Size > 1 && descriptor[0] == (BitConverter.IsLittleEndian ? '>' : '<');
        return type;
    }

    /// <summary>Reverses the bytes of every value.</summary>
    public void Swap(Span<byte> raw)
    {
        for (; !raw.IsEmpty; raw = raw[Size..])
        {
            raw[..Size].Reverse();
        }
    }

    /// <param name="raw">Values as they stand in the file.</param>
    /// <param name="values">As many int8.</param>
    public abstract void Narrow(ReadOnlySpan<byte> raw, Span<sbyte> values);

    /// <summary>The index of the first value that is no integer from min to max, or -1.</summary>
    public abstract int IndexOfBad(ReadOnlySpan<byte> raw, int min, int max);

    /// <summary>A value as text.</summary>
    public abstract string Text(ReadOnlySpan<byte> raw, int index);

    /// <summary>Copies one value into each of some records.</summary>
    /// <param name="column">The values, one per record.</param>
    /// <param name="records">The records, back to back.</param>
    /// <param name="index">The place of the value in its record.</param>
    public abstract void Scatter(ReadOnlySpan<byte> column, Span<byte> records, int index);
}

/// <inheritdoc cref="ElementType"/>
internal sealed class ElementType<T>(string name) : ElementType(name, Marshal.SizeOf<T>())
    where T : unmanaged, INumber<T>
{
    /// <summary>Out of range, and stands for everything that no int8 can tell.</summary>
    private const sbyte Bad = sbyte.MaxValue;

    public override void Narrow(ReadOnlySpan<byte> raw, Span<sbyte> values)
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(raw);
        int done = 0;
        if (typeof(T) == typeof(byte) || typeof(T) == typeof(short) || typeof(T) == typeof(int) || typeof(T) == typeof(float))
        {
            for (; done <= source.Length - Vector128<sbyte>.Count; done += Vector128<sbyte>.Count)
            {
                Narrow16(source.Slice(done, Vector128<sbyte>.Count)).CopyTo(values[done..]);
            }
        }

        for (; done < source.Length; done++)
        {
            sbyte value = sbyte.CreateSaturating(source[done]);
            values[done] = T.CreateTruncating(value) == source[done] ? value : Bad;
        }
    }

    public override int IndexOfBad(ReadOnlySpan<byte> raw, int min, int max)
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(raw);
        for (int i = 0; i < source.Length; i++)
        {
            // Not a number is neither.
            if (!(T.IsInteger(source[i])
                && source[i] >= T.CreateSaturating(min) && source[i] <= T.CreateSaturating(max)))
            {
                return i;
            }
        }

        return -1;
    }

    public override string Text(ReadOnlySpan<byte> raw, int index) =>
        MemoryMarshal.Cast<byte, T>(raw)[index].ToString(null, CultureInfo.InvariantCulture);

    public override void Scatter(ReadOnlySpan<byte> column, Span<byte> records, int index)
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(column);
        Span<T> destination = MemoryMarshal.Cast<byte, T>(records);
        int length = destination.Length / source.Length;
        for (int i = 0; i < source.Length; i++)
        {
            destination[(i * length) + index] = source[i];
        }
    }

    /// <summary>16 values; saturation leaves what is out of range out of it.</summary>
    private static Vector128<sbyte> Narrow16(ReadOnlySpan<T> source)
    {
        if (typeof(T) == typeof(byte))
        {
            return Vector128.Min(Vector128.Create(MemoryMarshal.Cast<T, byte>(source)), Vector128.Create((byte)Bad)).AsSByte();
        }

        if (typeof(T) == typeof(short))
        {
            ReadOnlySpan<short> shorts = MemoryMarshal.Cast<T, short>(source);
            return Vector128.NarrowWithSaturation(Vector128.Create(shorts), Vector128.Create(shorts[8..]));
        }

        return Vector128.NarrowWithSaturation(
            Vector128.NarrowWithSaturation(Integers(source), Integers(source[4..])),
            Vector128.NarrowWithSaturation(Integers(source[8..]), Integers(source[12..])));
    }

    private static Vector128<int> Integers(ReadOnlySpan<T> source)
    {
        if (typeof(T) == typeof(int))
        {
            return Vector128.Create(MemoryMarshal.Cast<T, int>(source));
        }

        Vector128<float> values = Vector128.Create(MemoryMarshal.Cast<T, float>(source));
        Vector128<int> integers = Vector128.ConvertToInt32(values);
        return Vector128.ConditionalSelect(
            Vector128.Equals(Vector128.ConvertToSingle(integers), values).AsInt32(), integers, Vector128.Create((int)Bad));
    }
}
