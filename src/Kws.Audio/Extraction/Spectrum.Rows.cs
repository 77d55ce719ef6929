namespace Kws.Audio.Extraction;

/// <content>
/// The transform of R rows, lane by lane: Stockham's algorithm, which ends in natural order. Radix 8 first, on the samples as they are
/// windowed; 4 in the middle where R is more than 64; last what is left, without turns.
/// </content>
internal sealed unsafe partial class Spectrum<TLanes, TVector>
{
    private readonly AlignedArray<float> _window;
    private readonly AlignedArray<float> _firstTurns;
    private readonly AlignedArray<float> _middleTurns;

    /// <summary>Factors as the samples are loaded: eight for even ones, then eight for odd ones.</summary>
    private static AlignedArray<float> CreateWindow(int length, ReadOnlySpan<double> window)
    {
        var factors = new AlignedArray<float>(length);
        for (int i = 0; i < window.Length; i++)
        {
            // Samples arrive times 65,536.
            factors.Address[(i / Row * Row) + (i % 2 * Lanes) + (i % Row / 2)] = (float)(window[i] / 65536);
        }

        return factors;
    }

    /// <summary>The turns of one pass: exp(-2 pi i p k / length) for k = 0 to radix - 1, p after p.</summary>
    private static AlignedArray<float> CreateTurns(int length, int radix)
    {
        var turns = new AlignedArray<float>(2 * length);
        for (int i = 0; i < length; i++)
        {
            SetTurn(turns.Address + (2 * i), 1, i / radix * (i % radix), length);
        }

        return turns;
    }

    /// <summary>Rows p, p + R/8, ... of windowed samples become rows 8 p, 8 p + 1, ...</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FirstPass(short* samples, float* output)
    {
        int distance = _rows / 8 * Row;
        float* turns = _firstTurns.Address;
        for (int p = 0; p < distance; p += Row)
        {
            for (int lane = 0; lane < Lanes; lane += TLanes.Count)
            {
                short* from = samples + p + (2 * lane);
                float* window = _window.Address + p + lane;
                float* to = output + lane;
                Butterfly8(
                    Windowed(from, window), Windowed(from + distance, window + distance),
                    Windowed(from + (2 * distance), window + (2 * distance)), Windowed(from + (3 * distance), window + (3 * distance)),
                    Windowed(from + (4 * distance), window + (4 * distance)), Windowed(from + (5 * distance), window + (5 * distance)),
                    Windowed(from + (6 * distance), window + (6 * distance)), Windowed(from + (7 * distance), window + (7 * distance)),
                    out Complex y0, out Complex y1, out Complex y2, out Complex y3, out Complex y4, out Complex y5, out Complex y6,
                    out Complex y7);
                y0.Store(to);
                (y1 * Complex.Broadcast(turns + 2)).Store(to + Row);
                (y2 * Complex.Broadcast(turns + 4)).Store(to + (2 * Row));
                (y3 * Complex.Broadcast(turns + 6)).Store(to + (3 * Row));
                (y4 * Complex.Broadcast(turns + 8)).Store(to + (4 * Row));
                (y5 * Complex.Broadcast(turns + 10)).Store(to + (5 * Row));
                (y6 * Complex.Broadcast(turns + 12)).Store(to + (6 * Row));
                (y7 * Complex.Broadcast(turns + 14)).Store(to + (7 * Row));
            }

            turns += 16;
            output += 8 * Row;
        }
    }

    /// <summary>Eight transforms side by side, each of as many rows as given; radix 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MiddlePass(float* input, float* output, int length)
    {
        const int Stride = 8 * Row;
        int distance = length / 4 * Stride;
        float* turns = _middleTurns.Address;
        for (int p = 0; p < length / 4; p++)
        {
            for (int q = 0; q < 8; q++)
            {
                for (int lane = 0; lane < Lanes; lane += TLanes.Count)
                {
                    float* from = input + (p * Stride) + (q * Row) + lane;
                    float* to = output + (p * 4 * Stride) + (q * Row) + lane;
                    Butterfly4(
                        Complex.Load(from), Complex.Load(from + distance), Complex.Load(from + (2 * distance)),
                        Complex.Load(from + (3 * distance)),
                        out Complex y0, out Complex y1, out Complex y2, out Complex y3);
                    y0.Store(to);
                    (y1 * Complex.Broadcast(turns + 2)).Store(to + Stride);
                    (y2 * Complex.Broadcast(turns + 4)).Store(to + (2 * Stride));
                    (y3 * Complex.Broadcast(turns + 6)).Store(to + (3 * Stride));
                }
            }

            turns += 8;
        }
    }

    /// <summary>R / length transforms side by side, each of 1, 2, 4 or 8 rows; no turns are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LastPass(float* input, float* output, int length)
    {
        int distance = _rows / length * Row;
        for (int q = 0; q < distance; q += Row)
        {
            for (int lane = 0; lane < Lanes; lane += TLanes.Count)
            {
                float* from = input + q + lane;
                float* to = output + q + lane;
                if (length == 8)
                {
                    Butterfly8(
                        Complex.Load(from), Complex.Load(from + distance), Complex.Load(from + (2 * distance)),
                        Complex.Load(from + (3 * distance)),
                        Complex.Load(from + (4 * distance)), Complex.Load(from + (5 * distance)), Complex.Load(from + (6 * distance)),
                        Complex.Load(from + (7 * distance)),
                        out Complex y0, out Complex y1, out Complex y2, out Complex y3, out Complex y4, out Complex y5, out Complex y6,
                        out Complex y7);
                    y0.Store(to);
                    y1.Store(to + distance);
                    y2.Store(to + (2 * distance));
                    y3.Store(to + (3 * distance));
                    y4.Store(to + (4 * distance));
                    y5.Store(to + (5 * distance));
                    y6.Store(to + (6 * distance));
                    y7.Store(to + (7 * distance));
                }
                else if (length == 4)
                {
                    Butterfly4(
                        Complex.Load(from), Complex.Load(from + distance), Complex.Load(from + (2 * distance)),
                        Complex.Load(from + (3 * distance)),
                        out Complex y0, out Complex y1, out Complex y2, out Complex y3);
                    y0.Store(to);
                    y1.Store(to + distance);
                    y2.Store(to + (2 * distance));
                    y3.Store(to + (3 * distance));
                }
                else if (length == 2)
                {
                    Complex x0 = Complex.Load(from);
                    Complex x1 = Complex.Load(from + distance);
                    (x0 + x1).Store(to);
                    (x0 - x1).Store(to + distance);
                }
                else
                {
                    Complex.Load(from).Store(to);
                }
            }
        }
    }

    /// <summary>Windowed samples as complex numbers: the even ones are the real parts, the odd ones the imaginary ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Complex Windowed(short* samples, float* window)
    {
        TLanes.LoadSamples(samples, out TVector even, out TVector odd);
        return new Complex(TLanes.Multiply(even, TLanes.Load(window)), TLanes.Multiply(odd, TLanes.Load(window + Lanes)));
    }
}
