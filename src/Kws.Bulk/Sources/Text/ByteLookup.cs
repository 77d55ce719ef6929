using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kws.Bulk.Sources.Text;

/// <summary>
/// Looks bytes up in a table of 16, in one instruction where the processor has it. Elsewhere a wide register is looked up by halves, so
/// that the blocks can be tested on every processor.
/// </summary>
internal static class ByteLookup
{
    /// <summary>Looks 32 bytes up.</summary>
    /// <param name="tables">The same table twice.</param>
    /// <param name="indices">Numbers below 16. A number with the upper bit set gives 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> In(Vector256<byte> tables, Vector256<byte> indices) => Avx2.IsSupported
        ? Avx2.Shuffle(tables, indices)
        : Vector256.Create(
            Vector128.ShuffleNative(tables.GetLower(), indices.GetLower()),
            Vector128.ShuffleNative(tables.GetUpper(), indices.GetUpper()));

    /// <summary>Looks 64 bytes up, in the same table four times.</summary>
    /// <inheritdoc cref="In(Vector256{byte}, Vector256{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> In(Vector512<byte> tables, Vector512<byte> indices) => Avx512BW.IsSupported
        ? Avx512BW.Shuffle(tables, indices)
        : Vector512.Create(In(tables.GetLower(), indices.GetLower()), In(tables.GetUpper(), indices.GetUpper()));
}
