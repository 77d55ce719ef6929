using System.Globalization;
using Kws.Model;

namespace Kws.Hardware.Export.Formats;

/// <summary>
/// A group of tensors as constant C arrays with an index for each axis. The header of the weights is itself a weight file; names in that of
/// a case begin with the case, so that several can be included together.
/// </summary>
internal static class CHeader
{
    public static void Write(TextWriter writer, VectorGroup group)
    {
        string guard = $"KWS_{group.Name.ToUpperInvariant()}_H";
        writer.WriteLine($"#ifndef {guard}");
        writer.WriteLine($"#define {guard}");
        writer.WriteLine();
        writer.WriteLine("#include <stdint.h>");
        string prefix = group.Name == VectorGroup.WeightsName ? "" : $"{group.Name}_";
        foreach (VectorTensor tensor in group.Tensors)
        {
            string name = prefix + string.Concat(tensor.FileName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
            writer.WriteLine();
            writer.WriteLine($"/* {tensor} */");
            writer.Write($"static const {TypeOf(tensor.Bits)} {name}{string.Concat(tensor.Axes.Select(axis => $"[{axis.Length}]"))} = ");
            WriteValues(writer, tensor.Axes.AsSpan(), tensor.Values.AsSpan(), indent: "");
            writer.WriteLine(";");
        }

        writer.WriteLine();
        writer.WriteLine("#endif");
    }

    private static string TypeOf(int bits) => bits switch
    {
        <= 8 => "int8_t",
        <= 16 => "int16_t",
        _ => "int32_t",
    };

    /// <summary>Braces for every axis, the values of the last one on one line.</summary>
    private static void WriteValues(TextWriter writer, ReadOnlySpan<TensorAxis> axes, ReadOnlySpan<int> values, string indent)
    {
        writer.Write($"{indent}{{");
        int step = values.Length / axes[0].Length;
        for (int i = 0; i < axes[0].Length; i++)
        {
            if (axes.Length == 1)
            {
                writer.Write(i == 0 ? "" : ", ");
                writer.Write(values[i].ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                writer.WriteLine(i == 0 ? "" : ",");
                WriteValues(writer, axes[1..], values.Slice(i * step, step), indent + "  ");
            }
        }

        if (axes.Length > 1)
        {
            writer.WriteLine();
            writer.Write(indent);
        }

        writer.Write("}");
    }
}
