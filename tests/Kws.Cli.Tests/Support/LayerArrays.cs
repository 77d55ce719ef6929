using System.Runtime.InteropServices;
using System.Text;
using Kws.Model;

namespace Kws.Cli.Tests.Support;

/// <summary>Layers as other programs write them into arrays.</summary>
internal static class LayerArrays
{
    /// <summary>The name of a layer's file.</summary>
    public static string FileOf(string layer, string ending) => layer.Replace('/', '_') + ending;

    /// <summary>A NumPy array of format version 1.</summary>
    public static byte[] Npy(string descriptor, string shape, ReadOnlySpan<byte> values, bool isFortranOrder = false)
    {
        string head = $"{{'descr': '{descriptor}', 'fortran_order': {(isFortranOrder ? "True" : "False")}, 'shape': ({shape}), }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)head.Length, (byte)(head.Length >> 8), .. Encoding.ASCII.GetBytes(head), .. values];
    }

    /// <summary>Values as numbers of a type of C#, in the byte order of this processor or the other one.</summary>
    public static byte[] Bytes<T>(IEnumerable<int> values, Func<int, T> convert, bool isSwapped = false)
        where T : unmanaged => [.. values.SelectMany(value =>
        {
            byte[] bytes = MemoryMarshal.AsBytes([convert(value)]).ToArray();
            return isSwapped ? bytes.Reverse() : bytes;
        })];

    /// <summary>Values with their axes in another order, such as <c>channel, time, frequency</c>.</summary>
    public static int[] Transposed(LayerValues layer, string order)
    {
        (int Length, string Name)[] axes =
            [(layer.Shape.Time, "time"), (layer.Shape.Frequency, "frequency"), (layer.Shape.Channels, "channel")];
        (int Length, string Name)[] ordered = [.. order.Split(", ").Select(name => axes.Single(axis => axis.Name == name))];
        return [.. from a in Enumerable.Range(0, ordered[0].Length)
            from b in Enumerable.Range(0, ordered[1].Length)
            from c in Enumerable.Range(0, ordered.Length > 2 ? ordered[2].Length : 1)
            let places = ordered.Zip([a, b, c]).ToDictionary(axis => axis.First.Name, axis => axis.Second)
            select layer.Values[layer.Shape.IndexOf(
                places.GetValueOrDefault("time"), places.GetValueOrDefault("frequency"), places.GetValueOrDefault("channel"))]];
    }
}
