namespace Kws.Audio.Extraction;

/// <content>
/// The transform across the eight lanes of a row. As many rows as a vector has numbers are transposed, so that it becomes a transform of
/// eight vectors, whose lanes are neighbouring k; nothing else moves numbers between lanes.
/// </content>
internal sealed unsafe partial class Spectrum<TLanes, TVector>
{
    private readonly AlignedArray<float> _laneTurns;

    /// <summary>exp(-2 pi i l k / M): for every eight k eight rows l, with k along the lanes.</summary>
    private AlignedArray<float> CreateLaneTurns()
    {
        var turns = new AlignedArray<float>(_rows * 8 * 2);
        for (int k = 0; k < _rows; k++)
        {
            for (int l = 0; l < 8; l++)
            {
                SetTurn(turns.Address + (k / Lanes * 8 * Row) + (l * Row) + (k % Lanes), Lanes, l * k, _half);
            }
        }

        return turns;
    }

    /// <param name="input">R rows.</param>
    /// <param name="re">Receives the real parts of Z[0] to Z[M - 1].</param>
    /// <param name="im">Receives the imaginary parts.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AcrossLanes(float* input, float* re, float* im)
    {
        for (int k = 0; k < _rows; k += TLanes.Count)
        {
            float* rows = input + (k * Row);
            TLanes.Columns(rows, Row, out TVector r0, out TVector r1, out TVector r2, out TVector r3);
            TLanes.Columns(rows + 4, Row, out TVector r4, out TVector r5, out TVector r6, out TVector r7);
            TLanes.Columns(rows + 8, Row, out TVector i0, out TVector i1, out TVector i2, out TVector i3);
            TLanes.Columns(rows + 12, Row, out TVector i4, out TVector i5, out TVector i6, out TVector i7);
            float* turns = _laneTurns.Address + (k / Lanes * 8 * Row) + (k % Lanes);
            Butterfly8(
                new Complex(r0, i0), new Complex(r1, i1) * Complex.Load(turns + Row),
                new Complex(r2, i2) * Complex.Load(turns + (2 * Row)), new Complex(r3, i3) * Complex.Load(turns + (3 * Row)),
                new Complex(r4, i4) * Complex.Load(turns + (4 * Row)), new Complex(r5, i5) * Complex.Load(turns + (5 * Row)),
                new Complex(r6, i6) * Complex.Load(turns + (6 * Row)), new Complex(r7, i7) * Complex.Load(turns + (7 * Row)),
                out Complex y0, out Complex y1, out Complex y2, out Complex y3, out Complex y4, out Complex y5, out Complex y6,
                out Complex y7);
            y0.Store(re + k, im + k);
            y1.Store(re + k + _rows, im + k + _rows);
            y2.Store(re + k + (2 * _rows), im + k + (2 * _rows));
            y3.Store(re + k + (3 * _rows), im + k + (3 * _rows));
            y4.Store(re + k + (4 * _rows), im + k + (4 * _rows));
            y5.Store(re + k + (5 * _rows), im + k + (5 * _rows));
            y6.Store(re + k + (6 * _rows), im + k + (6 * _rows));
            y7.Store(re + k + (7 * _rows), im + k + (7 * _rows));
        }
    }
}
