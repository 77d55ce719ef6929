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
        TScalarsOf.Store(address, Vector128.WidenLower(tile));
        TScalarsOf.Store(address + TScalarsOf.Bytes, Vector128.WidenUpper(tile));
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

    public static void Run(byte* tiles, byte* weights, byte* rows)
    {
        rows += WinogradLayout128.RowBytes;
        for (int pair = 0; pair < WinogradLayout128.RowPairs; pair++)
        {
            // What both output rows and both output columns of a block share, then what both columns share.
            TScalars left = TScalarsOf.Load(Left(tiles, 4));
            TScalars right = TScalarsOf.Load(Right(tiles, 4));
            Quad(weights, 8, out Vector128<short> w0, out Vector128<short> w1, out Vector128<short> w2, out Vector128<short> w3);
            Vector128<short> left00 = TScalarsOf.MultiplyHigh(w0, w1, w2, w3, left);
            Vector128<short> right00 = TScalarsOf.MultiplyHigh(w0, w1, w2, w3, right);
            Vector128<short> left10 = left00;
            Vector128<short> right10 = right00;

            left = TScalarsOf.Load(Left(tiles, 3));
            right = TScalarsOf.Load(Right(tiles, 3));
            Quad(weights, 6, out w0, out w1, out w2, out w3);
            left00 = TScalarsOf.MultiplyAddLow(left00, w0, w1, w2, w3, left);
            right00 = TScalarsOf.MultiplyAddLow(right00, w0, w1, w2, w3, right);
            Quad(weights, 7, out w0, out w1, out w2, out w3);
            left10 = TScalarsOf.MultiplyAddHigh(left10, w0, w1, w2, w3, left);
            right10 = TScalarsOf.MultiplyAddHigh(right10, w0, w1, w2, w3, right);

            // What only one output has, from here on: first digit the row, second the column.
            Vector128<short> left01 = left00;
            Vector128<short> right01 = right00;
            left = TScalarsOf.Load(Left(tiles, 0));
            right = TScalarsOf.Load(Right(tiles, 0));
            Quad(weights, 0, out w0, out w1, out w2, out w3);
            left00 = TScalarsOf.MultiplyAddLow(left00, w0, w1, w2, w3, left);
            right00 = TScalarsOf.MultiplyAddLow(right00, w0, w1, w2, w3, right);
            Quad(weights, 1, out w0, out w1, out w2, out w3);
            left01 = TScalarsOf.MultiplyAddHigh(left01, w0, w1, w2, w3, left);
            right01 = TScalarsOf.MultiplyAddHigh(right01, w0, w1, w2, w3, right);

            Vector128<short> left11 = left10;
            Vector128<short> right11 = right10;
            left = TScalarsOf.Load(Left(tiles, 2));
            right = TScalarsOf.Load(Right(tiles, 2));
            Quad(weights, 4, out w0, out w1, out w2, out w3);
            left10 = TScalarsOf.MultiplyAddLow(left10, w0, w1, w2, w3, left);
            right10 = TScalarsOf.MultiplyAddLow(right10, w0, w1, w2, w3, right);
            Quad(weights, 5, out w0, out w1, out w2, out w3);
            left11 = TScalarsOf.MultiplyAddHigh(left11, w0, w1, w2, w3, left);
            right11 = TScalarsOf.MultiplyAddHigh(right11, w0, w1, w2, w3, right);

            // What both rows share.
            left = TScalarsOf.Load(Left(tiles, 1));
            right = TScalarsOf.Load(Right(tiles, 1));
            Quad(weights, 2, out w0, out w1, out w2, out w3);
            Vector128<short> leftShared = TScalarsOf.MultiplyLow(w0, w1, w2, w3, left);
            Vector128<short> rightShared = TScalarsOf.MultiplyLow(w0, w1, w2, w3, right);
            Store(rows, 0, 0, left00 + leftShared);
            Store(rows, 1, 0, left10 + leftShared);
            Store(rows, 0, 2, right00 + rightShared);
            Store(rows, 1, 2, right10 + rightShared);
            Quad(weights, 3, out w0, out w1, out w2, out w3);
            leftShared = TScalarsOf.MultiplyHigh(w0, w1, w2, w3, left);
            rightShared = TScalarsOf.MultiplyHigh(w0, w1, w2, w3, right);
            Store(rows, 0, 1, left01 + leftShared);
            Store(rows, 1, 1, left11 + leftShared);
            Store(rows, 0, 3, right01 + rightShared);
            Store(rows, 1, 3, right11 + rightShared);

            tiles += WinogradLayout128.Tiles * TileBytes;
            rows += 2 * WinogradLayout128.RowBytes;
        }
    }

    private static byte* Left(byte* tiles, int tile) => tiles + (tile * TileBytes);

    private static byte* Right(byte* tiles, int tile) => Left(tiles, tile) + TScalarsOf.Bytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(
        byte* weights, int slot, out Vector128<short> w0, out Vector128<short> w1, out Vector128<short> w2, out Vector128<short> w3)
    {
        short* quad = (short*)(weights + (slot * SlotBytes));
        w0 = Vector128.LoadAligned(quad);
        w1 = Vector128.LoadAligned(quad + WinogradLayout128.Channels);
        w2 = Vector128.LoadAligned(quad + (2 * WinogradLayout128.Channels));
        w3 = Vector128.LoadAligned(quad + (3 * WinogradLayout128.Channels));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(byte* rows, int row, int column, Vector128<short> sum) =>
        (sum >> 3).StoreAligned((short*)(rows + (row * WinogradLayout128.RowBytes) + (column * WinogradLayout128.VectorBytes)));
}
