using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kws.Bulk.Sources.Text;

/// <summary>
/// Moves chosen lanes together: with the instruction of AVX-512 VBMI2, or with a shuffle for every choice of eight lanes, from a table of
/// 2 KB.
/// </summary>
internal static class Compression
{
    private static readonly ulong[] Shuffles = MakeShuffles();

    /// <summary>Writes the chosen lanes without gaps, and up to 15 more bytes.</summary>
    /// <returns>The place behind the last chosen lane.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref sbyte Write(Vector128<byte> lanes, ushort chosen, ref sbyte destination)
    {
        ref ulong shuffles = ref MemoryMarshal.GetArrayDataReference(Shuffles);
        Vector128<byte> low = Vector128.CreateScalarUnsafe(Unsafe.Add(ref shuffles, chosen & 0xFF)).AsByte();
        Vector128<byte> high = Vector128.CreateScalarUnsafe(Unsafe.Add(ref shuffles, chosen >> 8)).AsByte() + Vector128.Create((byte)8);
        Unsafe.WriteUnaligned(ref Unsafe.As<sbyte, byte>(ref destination), Vector128.ShuffleNative(lanes, low).AsUInt64().ToScalar());
        destination = ref Unsafe.Add(ref destination, BitOperations.PopCount((uint)(chosen & 0xFF)));
        Unsafe.WriteUnaligned(ref Unsafe.As<sbyte, byte>(ref destination), Vector128.ShuffleNative(lanes, high).AsUInt64().ToScalar());
        return ref Unsafe.Add(ref destination, BitOperations.PopCount((uint)(chosen >> 8)));
    }

    /// <summary>Writes the lanes whose bits in <paramref name="chosen"/> are set, without gaps, and 64 bytes at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(Vector512<byte> lanes, Vector512<byte> chosen, ref sbyte destination)
    {
        if (Avx512Vbmi2.IsSupported)
        {
            Avx512Vbmi2.Compress(Vector512<byte>.Zero, chosen, lanes).AsSByte().StoreUnsafe(ref destination);
            return;
        }

        ulong bits = chosen.ExtractMostSignificantBits();
        ref sbyte next = ref Write(lanes.GetLower().GetLower(), (ushort)bits, ref destination);
        next = ref Write(lanes.GetLower().GetUpper(), (ushort)(bits >> 16), ref next);
        next = ref Write(lanes.GetUpper().GetLower(), (ushort)(bits >> 32), ref next);
        Write(lanes.GetUpper().GetUpper(), (ushort)(bits >> 48), ref next);
    }

    private static ulong[] MakeShuffles()
    {
        var shuffles = new ulong[256];
        for (int chosen = 0; chosen < shuffles.Length; chosen++)
        {
            int count = 0;
            for (int lane = 0; lane < 8; lane++)
            {
                if ((chosen >> lane & 1) != 0)
                {
                    shuffles[chosen] |= (ulong)lane << (8 * count++);
                }
            }
        }

        return shuffles;
    }
}
