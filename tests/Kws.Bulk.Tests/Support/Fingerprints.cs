using System.Buffers.Binary;
using System.Text;
using Kws.Fast;
using Kws.Model;

namespace Kws.Bulk.Tests.Support;

/// <summary>Fingerprints for tests, and files of them.</summary>
internal static class Fingerprints
{
    public const int Length = 300;

    public static TensorShape Shape => DsCnn.Default.Input;

    public static KwsClassifier Classifier { get; } = new(KwsModel.Default);

    public static sbyte[] Random(int count, int seed = 1)
    {
        var random = new Random(seed);
        var values = new sbyte[count * Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (sbyte)random.Next(SixBit.Min, SixBit.Max + 1);
        }

        return values;
    }

    public static int[] Logits(ReadOnlySpan<sbyte> fingerprints)
    {
        var logits = new int[fingerprints.Length / Length * KwsModel.Default.Labels.Length];
        Classifier.Infer(fingerprints, logits);
        return logits;
    }

    /// <summary>A NumPy file as NumPy writes it.</summary>
    public static byte[] Npy(byte[] values, string descriptor, string shape, string order = "False", byte version = 1) =>
        [.. NpyHead(descriptor, shape, order, version), .. values];

    public static byte[] NpyHead(string descriptor, string shape, string order = "False", byte version = 1)
    {
        string dictionary = $"{{'descr': '{descriptor}', 'fortran_order': {order}, 'shape': {shape}, }}";
        int preamble = version == 1 ? 10 : 12;
        int length = ((preamble + dictionary.Length + 64) / 64 * 64) - preamble;
        var head = new byte[preamble + length];
        ((ReadOnlySpan<byte>)[0x93, .. "NUMPY"u8, version, 0]).CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), (ushort)length);
        Encoding.ASCII.GetBytes(dictionary.PadRight(length - 1) + "\n", head.AsSpan(preamble));
        return head;
    }

    public static byte[] Npy(sbyte[] values) => Npy(Bytes(values), "|i1", $"({values.Length / Length}, {Length})");

    public static byte[] Bytes(sbyte[] values) => [.. values.Select(value => (byte)value)];

    public static byte[] Bytes(sbyte[] values, Func<sbyte, byte[]> convert) => [.. values.SelectMany(convert)];
}
