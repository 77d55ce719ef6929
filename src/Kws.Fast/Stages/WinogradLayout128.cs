namespace Kws.Fast.Stages;

/// <summary>The layout of the transformed input of the 128-bit kernels, and of the weights that meet it.</summary>
/// <remarks>
/// The convolution is the nested Winograd F(2x2, 2x2) of <see cref="WinogradLayout"/>, with both differences taken the same way round:
/// <code>
/// y0 = M1 + M2      M1 = (X0 - X1) W0      M2 = X1 (W0 + W1)
/// y1 = M2 + M3      M3 = (X1 - X2) (-W1)
/// </code>
/// so that every product is added and a register of differences serves two slots. A quad is the four values of a slot that meet
/// four weights: columns 0 and 1 of the row of even parity, then of odd parity. A tile is four quads, two for output columns 0 and 1 (the
/// left block) and two for output columns 2 and 3 (the right block); five tiles make a pair of output rows:
/// <code>
/// tile      0           1           2           3           4
/// quads   M1 M1, M1 M3   M2 M1, M2 M3   M3 M1, M3 M3   M1 M2, M3 M2   (unused), M2 M2       (time, frequency)
/// slot      0, 1        2, 3        4, 5        6, 7        -, 8
/// </code>
/// Bounds: transformed inputs are within [-126, 126] (both differences), [-63, 63] (one) and [-32, 31] (none); transformed weights within
/// [-32, 32], [-64, 64] and [-128, 124]. All fit signed bytes.
/// </remarks>
internal static class WinogradLayout128
{
    /// <summary>Channels of a group: the 16-bit lanes of a vector.</summary>
    public const int Channels = 8;

    /// <summary>Groups of channels.</summary>
    public const int Groups = VectorModel.ConvChannels / Channels;

    /// <summary>Tiles of a pair of output rows.</summary>
    public const int Tiles = 5;

    /// <summary>Weights of a slot for one channel.</summary>
    public const int Quad = 4;

    public const int Slots = 9;

    /// <summary>One output position of a group: eight 16-bit values.</summary>
    public const int VectorBytes = Channels * sizeof(short);

    /// <summary>One row of a group: four positions.</summary>
    public const int RowBytes = VectorModel.ConvFrequency * VectorBytes;

    /// <summary>Rows -1 to 14 of a group; the first and the last are the zeros that SAME padding asks for.</summary>
    public const int RowsBytes = (VectorModel.ConvTime + 2) * RowBytes;

    /// <summary>M1, M2 or M3 (as 0, 1, 2) in time and in frequency for each slot.</summary>
    private static ReadOnlySpan<byte> Times => [0, 0, 1, 1, 2, 2, 0, 2, 1];

    private static ReadOnlySpan<byte> Frequencies => [0, 2, 0, 2, 0, 2, 1, 1, 1];

    /// <summary>A transformed weight: W0, W0 + W1 or -W1 in each dimension.</summary>
    /// <param name="model">The weights.</param>
    /// <param name="channel">Which channel.</param>
    /// <param name="slot">Which slot.</param>
    /// <param name="place">Which of the quad.</param>
    public static int Weight(VectorModel model, int channel, int slot, int place)
    {
        int sum = 0;
        for (int time = 0; time < 2; time++)
        {
            for (int frequency = 0; frequency < 2; frequency++)
            {
                int factor = Factor(Times[slot], time) * Factor(Frequencies[slot], frequency);
                sum += factor * model.Convolution(channel, (time * 2) + (place / 2), (frequency * 2) + (place % 2));
            }
        }

        return sum;
    }

    /// <summary>The number of times that weight W0 or W1 enters a product.</summary>
    private static int Factor(int product, int weight) => (product, weight) switch
    {
        (0, 0) or (1, _) => 1,
        (2, 1) => -1,
        _ => 0,
    };
}
