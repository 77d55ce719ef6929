using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kws.Model;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type of a value: I8, I32, ...</param>
/// <param name="Shape">The lengths of the axes.</param>
/// <param name="Begin">The first byte within the data of the file.</param>
/// <param name="Data">The bytes of the values, little-endian.</param>
internal sealed record SafeTensor(string Name, string Type, ImmutableArray<int> Shape, long Begin, ReadOnlyMemory<byte> Data)
{
    private const string Integers = "I8, U8, I16, I32 or I64";
    private const string Single = "F32";
    private const string Double = "F64";

    /// <summary>Makes a tensor of int8, or of int32 where values have more than 8 bits.</summary>
    public static SafeTensor Of(TensorSpec spec, ImmutableArray<int> values)
    {
        bool isSmall = spec.Bits <= 8;
        byte[] data = new byte[values.Length * (isSmall ? sizeof(sbyte) : sizeof(int))];
        for (int i = 0; i < values.Length; i++)
        {
            if (isSmall)
            {
                data[i] = (byte)values[i];
            }
            else
            {
                BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(i * sizeof(int)), values[i]);
            }
        }

        return new SafeTensor(spec.Name, isSmall ? "I8" : "I32", [.. spec.Axes.Select(axis => axis.Length)], 0, data);
    }

    /// <summary>Makes a tensor of 32-bit floats, or of 64-bit ones where those would not be the same numbers.</summary>
    public static SafeTensor Of(string name, ImmutableArray<TensorAxis> axes, ReadOnlySpan<double> values)
    {
        bool isSingle = true;
        foreach (double value in values)
        {
            isSingle &= (float)value == value;
        }

        byte[] data = new byte[values.Length * (isSingle ? sizeof(float) : sizeof(double))];
        for (int i = 0; i < values.Length; i++)
        {
            if (isSingle)
            {
                BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), (float)values[i]);
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(i * sizeof(double)), values[i]);
            }
        }

        return new SafeTensor(name, isSingle ? Single : Double, [.. axes.Select(axis => axis.Length)], 0, data);
    }

    public void WriteHeader(Utf8JsonWriter json, long offset)
    {
        json.WriteStartObject(Name);
        json.WriteString("dtype", Type);
        json.WriteStartArray("shape");
        foreach (int length in Shape)
        {
            json.WriteNumberValue(length);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + Data.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <exception cref="KwsFormatException">A member is missing or wrong, or the place is outside the data.</exception>
    public static SafeTensor Read(JsonProperty member, ReadOnlyMemory<byte> data, string source)
    {
        var json = new JsonMembers(member.Value, $"tensor {Excerpt.Of(member.Name)}", source);
        string type = json.Text("dtype");
        int[] shape = [.. json.Array("shape").Select(
            length => length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out int value) && value >= 0
            ? value
            : throw json.Error($"'shape' has {Excerpt.Of(length.GetRawText())}, expected integers from 0"))];
        long[] offsets =
            [.. json.Array("data_offsets").Select(offset => offset.ValueKind == JsonValueKind.Number && offset.TryGetInt64(out long value)
            ? value
            : throw json.Error($"'data_offsets' has {Excerpt.Of(offset.GetRawText())}, expected integers"))];
        json.RefuseOthers();
        if (offsets is not [>= 0, var end] || end < offsets[0] || end > data.Length)
        {
            throw json.Error($"'data_offsets' are {string.Join(", ", offsets)}, expected two from 0 to {data.Length}: is the file "
                + "truncated?");
        }

        return new SafeTensor(member.Name, type, [.. shape], offsets[0], data[(int)offsets[0]..(int)end]);
    }

    /// <summary>The values as a model's tensor has them.</summary>
    /// <exception cref="KwsFormatException">Type, shape or size is not as expected.</exception>
    public ImmutableArray<int> Values(TensorSpec spec, string source)
    {
        CheckShape(spec.Axes, source);
        (int size, Func<ReadOnlySpan<byte>, long> read) = Type switch
        {
            "I8" => (1, bytes => (sbyte)bytes[0]),
            "U8" => (1, bytes => bytes[0]),
            "I16" => (2, bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes)),
            "I32" => (4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes)),
            "I64" => (8, (Func<ReadOnlySpan<byte>, long>)BinaryPrimitives.ReadInt64LittleEndian),
            _ => throw Error($"type {Excerpt.Of(Type)}, expected {Integers}", source),
        };
        CheckSize(spec.Count, size, source);
        int[] values = new int[spec.Count];
        for (int i = 0; i < values.Length; i++)
        {
            long value = read(Data.Span.Slice(i * size, size));
            values[i] = value >= spec.MinValue && value <= spec.MaxValue
                ? (int)value
                : throw Error($"value {i} ({spec.Describe(i)}) is {value}, expected {spec.MinValue} to {spec.MaxValue}", source);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    /// <summary>The values of a tensor of floats.</summary>
    /// <exception cref="KwsFormatException">Type, shape or size is not as expected, or a value is not finite.</exception>
    public double[] Floats(ImmutableArray<TensorAxis> axes, string source)
    {
        CheckShape(axes, source);
        int size = Type switch
        {
            Single => sizeof(float),
            Double => sizeof(double),
            _ => throw Error($"type {Excerpt.Of(Type)}, expected {Single} or {Double}", source),
        };
        CheckSize(axes.Aggregate(1L, (count, axis) => count * axis.Length), size, source);
        double[] values = new double[Data.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> bytes = Data.Span.Slice(i * size, size);
            double value = Type == Single
                ? BinaryPrimitives.ReadSingleLittleEndian(bytes)
                : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
            values[i] = double.IsFinite(value)
                ? value
                : throw Error($"value {i} ({TensorSpec.Describe(axes, i)}) is not a finite number", source);
        }

        return values;
    }

    private void CheckShape(ImmutableArray<TensorAxis> axes, string source)
    {
        if (!Shape.SequenceEqual(axes.Select(axis => axis.Length)))
        {
            throw Error($"shape [{string.Join(", ", Shape)}], expected {TensorSpec.Text(axes)}", source);
        }
    }

    private void CheckSize(long count, int size, string source)
    {
        if (Data.Length != count * size)
        {
            throw Error($"{Data.Length} bytes, expected {count * size}", source);
        }
    }

    private KwsFormatException Error(string problem, string source) => new(source, 0, $"tensor {Excerpt.Of(Name)}: {problem}");
}
