using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Training.Import.TensorFlow;

/// <summary>The tensors that a file stores: as raw bytes, as a list of numbers, or as one number for all elements.</summary>
internal static class StoredTensor
{
    /// <summary>The most elements that one number may stand for: a small file would otherwise fill the memory.</summary>
    private const int MaxRepeated = Window.MaxDimension;

    private const int MaxAxes = 4;

    /// <summary>The tensor of a Const node.</summary>
    /// <exception cref="KwsFormatException">Type, shape and values do not fit each other, or a value is not finite.</exception>
    public static Constant Read(GraphNode node)
    {
        TensorProto tensor = node.Tensor();
        int[] shape = Shape(node, tensor);
        double[] stored = tensor.Dtype switch
        {
            DataType.DtFloat when tensor.TensorContent.IsEmpty => [.. tensor.FloatVal],
            DataType.DtFloat => [.. Words(node, tensor.TensorContent.Span).Select(BitConverter.Int32BitsToSingle)],
            DataType.DtInt32 when tensor.TensorContent.IsEmpty => [.. tensor.IntVal],
            DataType.DtInt32 => [.. Words(node, tensor.TensorContent.Span)],
            _ => throw node.Error($"the type is {Constant.NameOf(tensor.Dtype)}, expected DT_FLOAT or DT_INT32"),
        };
        int bad = Array.FindIndex(stored, value => !double.IsFinite(value));
        if (bad >= 0)
        {
            throw node.Error($"value {bad} is {stored[bad]}, expected finite numbers");
        }

        long count = shape.Aggregate(1L, (all, length) => all * length);
        double[] values = stored.Length == 1 && count <= MaxRepeated ? [.. Enumerable.Repeat(stored[0], (int)count)]
            : stored.Length == count ? stored
            : throw node.Error($"{stored.Length} values for the shape [{string.Join(", ", shape)}], expected {count}");
        return new Constant(node, tensor.Dtype, [.. shape], ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    private static int[] Shape(GraphNode node, TensorProto tensor)
    {
        long[] shape = [.. (tensor.TensorShape?.Dim ?? []).Take(MaxAxes + 1).Select(dimension => dimension.Size)];
        return shape.Length <= MaxAxes && shape.All(length => length is >= 1 and <= short.MaxValue)
            ? [.. shape.Select(length => (int)length)]
            : throw node.Error(
                $"the shape is [{Excerpt.Of(string.Join(", ", shape))}], expected up to {MaxAxes} axes of 1 to {short.MaxValue}");
    }

    private static int[] Words(GraphNode node, ReadOnlySpan<byte> content)
    {
        int[] words = new int[content.Length / sizeof(int)];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadInt32LittleEndian(content[(i * sizeof(int))..]);
        }

        return content.Length % sizeof(int) == 0
            ? words
            : throw node.Error($"{content.Length} bytes of values, expected {sizeof(int)} per value");
    }
}
