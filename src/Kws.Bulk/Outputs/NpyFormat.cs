using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Kws.Fast;

namespace Kws.Bulk.Outputs;

/// <summary>A NumPy array of int32, format version 1.0: labels or logits.</summary>
internal sealed class NpyFormat(ImmutableArray<string> labels, bool isLogits) : ResultFormat(labels)
{
    // NumPy pads the head to a multiple of 64; there is room for any number of fingerprints.
    private const int HeadBytes = 128;
    private const int PreambleBytes = 10;

    private protected override string Name => isLogits ? "npy logits" : "npy labels";

    internal override int MaxBytes => isLogits ? Labels.Length * sizeof(int) : sizeof(int);

    internal override byte[] Head(long count) => Head("<i4", isLogits ? $"({count}, {Labels.Length})" : $"({count},)");

    /// <summary>The head of an array.</summary>
    /// <param name="type">The type of its values.</param>
    /// <param name="shape">Its shape, as a Python tuple.</param>
    internal static byte[] Head(string type, string shape)
    {
        string dictionary =
            string.Create(CultureInfo.InvariantCulture, $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}");
        byte[] head =
            [0x93, .. "NUMPY"u8, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(dictionary.PadRight(HeadBytes - PreambleBytes - 1)), (byte)'\n'];
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(8), HeadBytes - PreambleBytes);
        return head;
    }

    internal override int Encode(ReadOnlySpan<int> logits, long firstIndex, Span<byte> destination)
    {
        int count = logits.Length / Labels.Length;
        if (isLogits)
        {
            for (int i = 0; i < logits.Length; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(destination[(i * sizeof(int))..], logits[i]);
            }
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                int label = Classification.FromLogits(logits.Slice(i * Labels.Length, Labels.Length)).Label;
                BinaryPrimitives.WriteInt32LittleEndian(destination[(i * sizeof(int))..], label);
            }
        }

        return count * MaxBytes;
    }
}
