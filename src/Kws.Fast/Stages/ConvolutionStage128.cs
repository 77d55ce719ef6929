using Kws.Fast.Simd;

namespace Kws.Fast.Stages;

/// <summary>
/// Convolution and floor division by 8 for one group of eight channels, in 16-bit lanes; equals reference layers conv_1 and conv_1/floor8.
/// </summary>
/// <remarks>
/// A lane is a channel. A transformed input multiplies the weights of all eight, 36 multiply-adds for the four outputs of a block;
/// every weight loaded serves the left and the right block. Rows are stored as [time][frequency][channel].
/// <para>
/// Bounds: products and sums wrap modulo 2^16, which is harmless, since the true sum lies in [-15,872, 16,384].
/// </para>
/// </remarks>
internal readonly unsafe struct ConvolutionStage128<TScalarsOf, TScalars> : IConvolutionStage128
    where TScalarsOf : IScalars<TScalars>
{
    private const int SlotBytes = WinogradLayout128.Quad * WinogradLayout128.VectorBytes;

    public static int TileBytes => 2 * TScalarsOf.Bytes;

    public static int WeightBytes => WinogradLayout128.Slots * SlotBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTile(byte* address, Vector128<sbyte> tile)
    {
        TScalarsOf.Store(address + TScalarsOf.Bytes, Vector128.WidenUpper(tile));
        TScalarsOf.Store(address, Vector128.WidenLower(tile));
    }

    public static void Pack(VectorModel model, int group, byte* weights)
    {
        short* values = (short*)weights;
        for (int slot = 0; slot < WinogradLayout128.Slots; slot++)
        {
            for (int place = 0; place < WinogradLayout128.Quad; place++)
            {
                for (int lane = 0; lane < WinogradLayout128.Channels; lane++)
                {
                    int channel = (group * WinogradLayout128.Channels) + lane;
                    *values++ = (short)WinogradLayout128.Weight(model, channel, slot, place);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(byte* tiles, byte* weights, byte* rows)
    {
        rows += WinogradLayout128.RowBytes;
        for (int pair = 0; pair < VectorModel.RowPairs; pair++)
        {
            // wnm: the weight of slot n at place m. First what all four outputs of a block share, then what both columns share, then what
            // one output has for itself, at last what both rows share.
            TScalars left4 = TScalarsOf.Load(Left(tiles, 4));
            TScalars right4 = TScalarsOf.Load(Right(tiles, 4));
            Vector128<short> w80 = Weight(weights, 8, 0);
            Vector128<short> w81 = Weight(weights, 8, 1);
            Vector128<short> w82 = Weight(weights, 8, 2);
            Vector128<short> w83 = Weight(weights, 8, 3);
            Vector128<short> allLeft = TScalarsOf.MultiplyHigh(w80, w81, w82, w83, left4);
            Vector128<short> allRight = TScalarsOf.MultiplyHigh(w80, w81, w82, w83, right4);

            TScalars left3 = TScalarsOf.Load(Left(tiles, 3));
            TScalars right3 = TScalarsOf.Load(Right(tiles, 3));
            Vector128<short> w60 = Weight(weights, 6, 0);
            Vector128<short> w61 = Weight(weights, 6, 1);
            Vector128<short> w62 = Weight(weights, 6, 2);
            Vector128<short> w63 = Weight(weights, 6, 3);
            Vector128<short> row0Left = TScalarsOf.MultiplyAddLow(allLeft, w60, w61, w62, w63, left3);
            Vector128<short> row0Right = TScalarsOf.MultiplyAddLow(allRight, w60, w61, w62, w63, right3);
            Vector128<short> w70 = Weight(weights, 7, 0);
            Vector128<short> w71 = Weight(weights, 7, 1);
            Vector128<short> w72 = Weight(weights, 7, 2);
            Vector128<short> w73 = Weight(weights, 7, 3);
            Vector128<short> row1Left = TScalarsOf.MultiplyAddHigh(allLeft, w70, w71, w72, w73, left3);
            Vector128<short> row1Right = TScalarsOf.MultiplyAddHigh(allRight, w70, w71, w72, w73, right3);

            TScalars left0 = TScalarsOf.Load(Left(tiles, 0));
            TScalars right0 = TScalarsOf.Load(Right(tiles, 0));
            Vector128<short> w00 = Weight(weights, 0, 0);
            Vector128<short> w01 = Weight(weights, 0, 1);
            Vector128<short> w02 = Weight(weights, 0, 2);
            Vector128<short> w03 = Weight(weights, 0, 3);
            Vector128<short> sum00Left = TScalarsOf.MultiplyAddLow(row0Left, w00, w01, w02, w03, left0);
            Vector128<short> sum00Right = TScalarsOf.MultiplyAddLow(row0Right, w00, w01, w02, w03, right0);
            Vector128<short> w10 = Weight(weights, 1, 0);
            Vector128<short> w11 = Weight(weights, 1, 1);
            Vector128<short> w12 = Weight(weights, 1, 2);
            Vector128<short> w13 = Weight(weights, 1, 3);
            Vector128<short> sum01Left = TScalarsOf.MultiplyAddHigh(row0Left, w10, w11, w12, w13, left0);
            Vector128<short> sum01Right = TScalarsOf.MultiplyAddHigh(row0Right, w10, w11, w12, w13, right0);

            TScalars left2 = TScalarsOf.Load(Left(tiles, 2));
            TScalars right2 = TScalarsOf.Load(Right(tiles, 2));
            Vector128<short> w40 = Weight(weights, 4, 0);
            Vector128<short> w41 = Weight(weights, 4, 1);
            Vector128<short> w42 = Weight(weights, 4, 2);
            Vector128<short> w43 = Weight(weights, 4, 3);
            Vector128<short> sum10Left = TScalarsOf.MultiplyAddLow(row1Left, w40, w41, w42, w43, left2);
            Vector128<short> sum10Right = TScalarsOf.MultiplyAddLow(row1Right, w40, w41, w42, w43, right2);
            Vector128<short> w50 = Weight(weights, 5, 0);
            Vector128<short> w51 = Weight(weights, 5, 1);
            Vector128<short> w52 = Weight(weights, 5, 2);
            Vector128<short> w53 = Weight(weights, 5, 3);
            Vector128<short> sum11Left = TScalarsOf.MultiplyAddHigh(row1Left, w50, w51, w52, w53, left2);
            Vector128<short> sum11Right = TScalarsOf.MultiplyAddHigh(row1Right, w50, w51, w52, w53, right2);

            TScalars left1 = TScalarsOf.Load(Left(tiles, 1));
            TScalars right1 = TScalarsOf.Load(Right(tiles, 1));
            Vector128<short> w20 = Weight(weights, 2, 0);
            Vector128<short> w21 = Weight(weights, 2, 1);
            Vector128<short> w22 = Weight(weights, 2, 2);
            Vector128<short> w23 = Weight(weights, 2, 3);
            Vector128<short> column0Left = TScalarsOf.MultiplyLow(w20, w21, w22, w23, left1);
            Vector128<short> column0Right = TScalarsOf.MultiplyLow(w20, w21, w22, w23, right1);
            Vector128<short> w30 = Weight(weights, 3, 0);
            Vector128<short> w31 = Weight(weights, 3, 1);
            Vector128<short> w32 = Weight(weights, 3, 2);
            Vector128<short> w33 = Weight(weights, 3, 3);
            Vector128<short> column1Left = TScalarsOf.MultiplyHigh(w30, w31, w32, w33, left1);
            Vector128<short> column1Right = TScalarsOf.MultiplyHigh(w30, w31, w32, w33, right1);
            Store(rows, 0, 0, sum00Left + column0Left);
            Store(rows, 0, 1, sum01Left + column1Left);
            Store(rows, 0, 2, sum00Right + column0Right);
            Store(rows, 0, 3, sum01Right + column1Right);
            Store(rows, 1, 0, sum10Left + column0Left);
            Store(rows, 1, 1, sum11Left + column1Left);
            Store(rows, 1, 2, sum10Right + column0Right);
            Store(rows, 1, 3, sum11Right + column1Right);

            tiles += WinogradLayout128.Tiles * TileBytes;
            rows += 2 * WinogradLayout128.RowBytes;
        }
    }

    private static byte* Left(byte* tiles, int tile) => tiles + (tile * TileBytes);

    private static byte* Right(byte* tiles, int tile) => Left(tiles, tile) + TScalarsOf.Bytes;

    private static Vector128<short> Weight(byte* weights, int slot, int place) =>
        Vector128.LoadAligned((short*)(weights + ((slot * SlotBytes) + (place * WinogradLayout128.VectorBytes))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* rows, int row, int column, Vector128<short> sum) =>
        (sum >> 3).StoreAligned((short*)(rows + (row * WinogradLayout128.RowBytes) + (column * WinogradLayout128.VectorBytes)));
}
