using System.Globalization;

namespace Kws.Hardware.Export.Formats;

/// <summary>Values in hexadecimal, one per line: two's complement of the tensor's width, bits above it 0, lines equally long.</summary>
internal static class HexText
{
    public static void Write(TextWriter writer, VectorTensor tensor)
    {
        uint mask = uint.MaxValue >> (32 - tensor.Bits);
        string digits = $"x{(tensor.Bits + 3) / 4}";
        foreach (int value in tensor.Values)
        {
            writer.WriteLine(((uint)value & mask).ToString(digits, CultureInfo.InvariantCulture));
        }
    }
}
