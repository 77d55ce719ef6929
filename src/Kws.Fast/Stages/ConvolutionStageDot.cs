using System.Runtime.Intrinsics.Arm;

namespace Kws.Fast.Stages;

/// <summary>
/// Convolution and floor division by 8 for one group of eight channels, by the dot products of ARMv8.2; equals reference layers conv_1 and
/// conv_1/floor8.
/// </summary>
/// <remarks>
/// A 32-bit lane is a channel; a dot product by element multiplies a quad of the input with the quads of four channels, so all weights of a
/// group stay in 18 registers. Since a product of a slot is one instruction, adding it twice where both rows of a block share it is cheaper
/// than computing it apart and adding it: 11 dot products for four outputs (16 without Winograd, 9 at least). Rows are stored as
/// [time][frequency][channel] in 16 bits.
/// <para>
/// Bounds: all sums are far inside 32 bits; the shifted result lies in [-1,984, 2,048], so its low half is all of it.
/// </para>
/// </remarks>
internal readonly unsafe struct ConvolutionStageDot : IConvolutionStage128
{
    private const int LanesPerVector = 4;

    public static int TileBytes => sizeof(Vector128<sbyte>);

    public static int WeightBytes => WinogradLayout128.Slots * 2 * sizeof(Vector128<sbyte>);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTile(byte* address, Vector128<sbyte> tile) => tile.Store((sbyte*)address);

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        sbyte* values = (sbyte*)weights;
        for (int half = 0; half < 2; half++)
        {
            for (int slot = 0; slot < WinogradLayout128.Slots; slot++)
            {
                for (int lane = 0; lane < LanesPerVector; lane++)
                {
                    int channel = (group * WinogradLayout128.Channels) + (half * LanesPerVector) + lane;
                    for (int place = 0; place < WinogradLayout128.Quad; place++)
                    {
                        *values++ = (sbyte)WinogradLayout128.Weight(model, channel, slot, place);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* tiles, byte* weights, byte* rows)
    {
        Vector128<sbyte> lower0 = Weight(weights, 0, 0);
        Vector128<sbyte> lower1 = Weight(weights, 0, 1);
        Vector128<sbyte> lower2 = Weight(weights, 0, 2);
        Vector128<sbyte> lower3 = Weight(weights, 0, 3);
        Vector128<sbyte> lower4 = Weight(weights, 0, 4);
        Vector128<sbyte> lower5 = Weight(weights, 0, 5);
        Vector128<sbyte> lower6 = Weight(weights, 0, 6);
        Vector128<sbyte> lower7 = Weight(weights, 0, 7);
        Vector128<sbyte> lower8 = Weight(weights, 0, 8);
        Vector128<sbyte> upper0 = Weight(weights, 1, 0);
        Vector128<sbyte> upper1 = Weight(weights, 1, 1);
        Vector128<sbyte> upper2 = Weight(weights, 1, 2);
        Vector128<sbyte> upper3 = Weight(weights, 1, 3);
        Vector128<sbyte> upper4 = Weight(weights, 1, 4);
        Vector128<sbyte> upper5 = Weight(weights, 1, 5);
        Vector128<sbyte> upper6 = Weight(weights, 1, 6);
        Vector128<sbyte> upper7 = Weight(weights, 1, 7);
        Vector128<sbyte> upper8 = Weight(weights, 1, 8);
        rows += WinogradLayout128.RowBytes;
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            Vector128<sbyte> tile0 = Tile(tiles, 0);
            Vector128<sbyte> tile1 = Tile(tiles, 1);
            Vector128<sbyte> tile2 = Tile(tiles, 2);
            Vector128<sbyte> tile3 = Tile(tiles, 3);
            Vector128<sbyte> tile4 = Tile(tiles, 4);

            Shared(lower6, lower7, lower8, tile3, tile4, 0, 1, out Vector128<int> leftLower0, out Vector128<int> leftLower1);
            Vector64<short> left00 = AdvSimd.ShiftRightLogicalNarrowingLower(Output(leftLower0, lower0, tile0, lower2, tile1, 0), 3);
            Vector64<short> left01 = AdvSimd.ShiftRightLogicalNarrowingLower(Output(leftLower0, lower1, tile0, lower3, tile1, 1), 3);
            Vector64<short> left10 = AdvSimd.ShiftRightLogicalNarrowingLower(Output(leftLower1, lower4, tile2, lower2, tile1, 0), 3);
            Vector64<short> left11 = AdvSimd.ShiftRightLogicalNarrowingLower(Output(leftLower1, lower5, tile2, lower3, tile1, 1), 3);
            Shared(upper6, upper7, upper8, tile3, tile4, 0, 1, out Vector128<int> leftUpper0, out Vector128<int> leftUpper1);
            Store(rows, 0, 0, left00, Output(leftUpper0, upper0, tile0, upper2, tile1, 0));
            Store(rows, 0, 1, left01, Output(leftUpper0, upper1, tile0, upper3, tile1, 1));
            Store(rows, 1, 0, left10, Output(leftUpper1, upper4, tile2, upper2, tile1, 0));
            Store(rows, 1, 1, left11, Output(leftUpper1, upper5, tile2, upper3, tile1, 1));

            Shared(lower6, lower7, lower8, tile3, tile4, 2, 3, out Vector128<int> rightLower0, out Vector128<int> rightLower1);
            Vector64<short> right00 = AdvSimd.ShiftRightLogicalNarrowingLower(Output(rightLower0, lower0, tile0, lower2, tile1, 2), 3);
            Vector64<short> right01 = AdvSimd.ShiftRightLogicalNarrowingLower(Output(rightLower0, lower1, tile0, lower3, tile1, 3), 3);
            Vector64<short> right10 = AdvSimd.ShiftRightLogicalNarrowingLower(Output(rightLower1, lower4, tile2, lower2, tile1, 2), 3);
            Vector64<short> right11 = AdvSimd.ShiftRightLogicalNarrowingLower(Output(rightLower1, lower5, tile2, lower3, tile1, 3), 3);
            Shared(upper6, upper7, upper8, tile3, tile4, 2, 3, out Vector128<int> rightUpper0, out Vector128<int> rightUpper1);
            Store(rows, 0, 2, right00, Output(rightUpper0, upper0, tile0, upper2, tile1, 2));
            Store(rows, 0, 3, right01, Output(rightUpper0, upper1, tile0, upper3, tile1, 3));
            Store(rows, 1, 2, right10, Output(rightUpper1, upper4, tile2, upper2, tile1, 2));
            Store(rows, 1, 3, right11, Output(rightUpper1, upper5, tile2, upper3, tile1, 3));

            tiles += WinogradLayout128.Tiles * TileBytes;
            rows += 2 * WinogradLayout128.RowBytes;
        }
    }

    private static Vector128<sbyte> Weight(byte* weights, int half, int slot) =>
        Vector128.LoadAligned((sbyte*)weights + (((half * WinogradLayout128.Slots) + slot) * sizeof(Vector128<sbyte>)));

    private static Vector128<sbyte> Tile(byte* tiles, int tile) => Vector128.LoadAligned((sbyte*)tiles + (tile * TileBytes));

    /// <summary>The products of slots 6, 7 and 8, which both columns of a block share: one sum for each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shared(
        Vector128<sbyte> w6, Vector128<sbyte> w7, Vector128<sbyte> w8, Vector128<sbyte> tile3, Vector128<sbyte> tile4,
        [ConstantExpected(Max = (byte)3)] byte first, [ConstantExpected(Max = (byte)3)] byte second,
        out Vector128<int> row0, out Vector128<int> row1)
    {
        Vector128<int> both = Dp.DotProductBySelectedQuadruplet(Vector128<int>.Zero, w8, tile4, second);
        row0 = Dp.DotProductBySelectedQuadruplet(both, w6, tile3, first);
        row1 = Dp.DotProductBySelectedQuadruplet(both, w7, tile3, second);
    }

    /// <summary>One output: the product that only it has and the one that both rows of its block share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Output(
        Vector128<int> sum, Vector128<sbyte> own, Vector128<sbyte> ownTile, Vector128<sbyte> shared, Vector128<sbyte> sharedTile,
        [ConstantExpected(Max = (byte)3)] byte quad) =>
        Dp.DotProductBySelectedQuadruplet(Dp.DotProductBySelectedQuadruplet(sum, own, ownTile, quad), shared, sharedTile, quad);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* rows, int row, int column, Vector64<short> lower, Vector128<int> upper) =>
        AdvSimd.ShiftRightLogicalNarrowingUpper(lower, upper, 3)
            .StoreAligned((short*)(rows + (row * WinogradLayout128.RowBytes) + (column * WinogradLayout128.VectorBytes)));
}
