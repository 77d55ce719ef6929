namespace Kws.Fast.Stages;

/// <summary>The values between convolution and depthwise stage of the 256- and 512-bit kernels, for one group of channels.</summary>
/// <remarks>
/// For rows -1 to 14 a vector of column pairs (0, 1) and one of (2, 3): a channel to a 32-bit lane, the lower column in its low 16 bits.
/// Rows -1 and 14 are the zeros that SAME padding asks for; columns outside are never multiplied.
/// </remarks>
/// <typeparam name="TVector">The register.</typeparam>
internal static unsafe class PairedRows<TVector>
    where TVector : unmanaged
{
    /// <summary>Values of a group.</summary>
    public static int Values => VectorModel.ConvTime * VectorModel.ConvFrequency * Channels;

    /// <summary>Channels of a group.</summary>
    public static int Channels => sizeof(TVector) / 4;

    /// <summary>Bytes of a row.</summary>
    public static int RowBytes => 2 * sizeof(TVector);

    /// <summary>Bytes of all rows.</summary>
    public static int Bytes => (VectorModel.ConvTime + 2) * RowBytes;

    /// <summary>Writes the zeros of rows -1 and 14.</summary>
    public static void ClearPadding(byte* rows)
    {
        new Span<byte>(rows, RowBytes).Clear();
        new Span<byte>(rows + Bytes - RowBytes, RowBytes).Clear();
    }

    /// <summary>The places of value i of a group in a [time][frequency][channel] array and in the rows as 16-bit values.</summary>
    public static (int Plain, int Packed) Index(int group, int i)
    {
        (int position, int channel) = Math.DivRem(i, Channels);
        (int time, int frequency) = Math.DivRem(position, VectorModel.ConvFrequency);
        int vector = ((time + 1) * 2) + (frequency / 2);
        return ((position * VectorModel.ConvChannels) + (group * Channels) + channel, (((vector * Channels) + channel) * 2)
            + (frequency % 2));
    }
}
