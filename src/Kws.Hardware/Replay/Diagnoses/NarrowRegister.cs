namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>The value that a register of too few bits holds instead of another one.</summary>
internal static class NarrowRegister
{
    /// <summary>The nearest value of two's complement of some bits.</summary>
    public static long Saturate(long value, int bits) => Math.Clamp(value, -1L << (bits - 1), (1L << (bits - 1)) - 1);

    /// <summary>The nearest value of an unsigned number of some bits.</summary>
    public static long SaturateUnsigned(long value, int bits) => Math.Clamp(value, 0, (1L << bits) - 1);

    /// <summary>The low bits, sign-extended.</summary>
    public static long Wrap(long value, int bits) => value << (64 - bits) >> (64 - bits);

    /// <summary>The low bits, without a sign.</summary>
    public static long Unsigned(long value, int bits) => value & ((1L << bits) - 1);
}
