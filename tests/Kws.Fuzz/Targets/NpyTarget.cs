using System.Runtime.InteropServices;
using Kws.Bulk;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>NumPy arrays: what was read, written as int8, is read again.</summary>
internal static class NpyTarget
{
    private static readonly TensorShape Shape = new(2, 3, 1);

    public static void Run(byte[] input)
    {
        ((List<sbyte> Values, string? Problem)[]? read, _) = Target.Attempt(input, () => new[] { Read(input) });
        if (read is [({ Count: > 0 } values, null)])
        {
            int count = values.Count / Shape.Count;
            string head = $"{{'descr': '|i1', 'fortran_order': False, 'shape': ({count}, 2, 3), }}".PadRight(117);
            byte[] again = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(head), (byte)'\n',
                .. MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values))];
            Target.Require(Read(again).Values.SequenceEqual(values), "other fingerprints were read again");
        }
    }

    private static (List<sbyte> Values, string? Problem) Read(byte[] input) =>
        Blocks.Read(FingerprintSource.FromStream(new MemoryStream(input), Shape, FingerprintFormat.Npy, Target.Source));
}
