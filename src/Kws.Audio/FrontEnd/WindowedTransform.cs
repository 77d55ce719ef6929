namespace Kws.Audio.FrontEnd;

/// <summary>
/// Window and Fourier transform of N samples, taken as M = N / 2 complex numbers z[n] = x[2 n] + i x[2 n + 1]. <see cref="MagnitudeSpectrum"/> makes of it the
/// spectrum of the samples.
/// </summary>
/// <remarks>
/// Lane l of vector v holds z[8 v + l]. With n = 8 v + l, M = 8 R:
/// <code>
/// Z[k + R j] = sum over l of exp(-2 pi i l j / 8) exp(-2 pi i l k / M) (sum over v of z[8 v + l] exp(-2 pi i v k / R))
/// </code>
/// The inner sum is a transform of R vectors in which no lane meets another one: Stockham's algorithm, in natural order at its end, with radix 8 first (on the samples, as they are
/// windowed), 4 in the middle where R is more than 64, and what is left last. The outer sum is a transform of eight lanes, made one of eight vectors by transposing eight
/// vectors with neighbouring k. Only that moves numbers between lanes.
/// </remarks>
internal sealed unsafe class WindowedTransform
{
    private const int Lanes = 8;

    /// <summary>Numbers of a vector of complex numbers: its real parts, then its imaginary ones.</summary>
    private const int Size = 2 * Lanes;

    private readonly int _rows;
    private readonly AlignedFloats _window;
    private readonly AlignedFloats _firstTurns;
    private readonly AlignedFloats _middleTurns;
    private readonly AlignedFloats _lastTurns;

    /// <param name="length">The samples N: a power of two from 128 to 4096.</param>
    /// <param name="window">The window, at most as many factors; what is missing is 0.</param>
    public WindowedTransform(int length, ReadOnlySpan<double> window)
    {
        _rows = length / Size;
        _window = new AlignedFloats(length);
        for (int i = 0; i < window.Length; i++)
        {
            // Samples arrive as the upper halves of 32-bit integers.
            _window.Address[(i / Size * Size) + (i % 2 * Lanes) + (i % Size / 2)] = (float)(window[i] / 65536);
        }

        _firstTurns = new AlignedFloats(2 * _rows);
        for (int i = 0; i < _rows; i++)
        {
            SetTurn(_firstTurns.Address + (2 * i), 1, (i / 8) * (i % 8), _rows);
        }

        int rest = _rows / 8;
        _middleTurns = new AlignedFloats(2 * rest);
        for (int i = 0; i < rest; i++)
        {
            SetTurn(_middleTurns.Address + (2 * i), 1, (i / 4) * (i % 4), rest);
        }

        // Block g of eight vectors: vector l holds the turns of k = 8 g + lane.
        _lastTurns = new AlignedFloats(length);
        for (int i = 0; i < length / 2; i++)
        {
            (int block, int lane, int l) = (i / 64, i % 8, i / 8 % 8);
            SetTurn(_lastTurns.Address + (((block * 8) + l) * Size) + lane, Lanes, l * ((8 * block) + lane), length / 2);
        }
    }

    /// <summary>Numbers of one of the two scratch buffers.</summary>
    public int ScratchLength => _rows * Size;

    /// <param name="samples">N samples.</param>
    /// <param name="re">Receives the real parts of Z[0] to Z[M - 1].</param>
    /// <param name="im">Receives the imaginary parts.</param>
    /// <param name="scratch">A buffer.</param>
    /// <param name="other">Another one.</param>
    public void Run(short* samples, float* re, float* im, float* scratch, float* other)
    {
        First(samples, scratch);
        int rest = _rows / 8;
        if (rest > 8)
        {
            Middle(scratch, other, rest, 8);
            Last(other, scratch, rest / 4, 32);
            AcrossLanes(scratch, re, im);
        }
        else
        {
            Last(scratch, other, rest, 8);
            AcrossLanes(other, re, im);
        }
    }

    /// <summary>Radix 8 over vectors p, p + R/8, ..., of windowed samples; vector k of the results turns by p k / R.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void First(short* samples, float* output)
    {
        int distance = _rows / 8;
        float* window = _window.Address;
        float* turns = _firstTurns.Address;
        for (int p = 0; p < distance; p++)
        {
            Butterfly.Eight(
                Windowed(samples, window, p), Windowed(samples, window, p + distance),
                Windowed(samples, window, p + (2 * distance)), Windowed(samples, window, p + (3 * distance)),
                Windowed(samples, window, p + (4 * distance)), Windowed(samples, window, p + (5 * distance)),
                Windowed(samples, window, p + (6 * distance)), Windowed(samples, window, p + (7 * distance)),
                out ComplexVector y0, out ComplexVector y1, out ComplexVector y2, out ComplexVector y3,
                out ComplexVector y4, out ComplexVector y5, out ComplexVector y6, out ComplexVector y7);
            y0.Store(output);
            (y1 * ComplexVector.Broadcast(turns + 2)).Store(output + Size);
            (y2 * ComplexVector.Broadcast(turns + 4)).Store(output + (2 * Size));
            (y3 * ComplexVector.Broadcast(turns + 6)).Store(output + (3 * Size));
            (y4 * ComplexVector.Broadcast(turns + 8)).Store(output + (4 * Size));
            (y5 * ComplexVector.Broadcast(turns + 10)).Store(output + (5 * Size));
            (y6 * ComplexVector.Broadcast(turns + 12)).Store(output + (6 * Size));
            (y7 * ComplexVector.Broadcast(turns + 14)).Store(output + (7 * Size));
            turns += 16;
            output += 8 * Size;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Middle(float* input, float* output, int length, int stride)
    {
        int distance = length / 4 * stride * Size;
        for (int p = 0; p < length / 4; p++)
        {
            float* turns = _middleTurns.Address + (8 * p);
            for (int q = 0; q < stride; q++)
            {
                float* from = input + (((p * stride) + q) * Size);
                float* to = output + (((p * 4 * stride) + q) * Size);
                Butterfly.Four(
                    ComplexVector.Load(from), ComplexVector.Load(from + distance), ComplexVector.Load(from + (2 * distance)), ComplexVector.Load(from + (3 * distance)),
                    out ComplexVector y0, out ComplexVector y1, out ComplexVector y2, out ComplexVector y3);
                y0.Store(to);
                (y1 * ComplexVector.Broadcast(turns + 2)).Store(to + (stride * Size));
                (y2 * ComplexVector.Broadcast(turns + 4)).Store(to + (2 * stride * Size));
                (y3 * ComplexVector.Broadcast(turns + 6)).Store(to + (3 * stride * Size));
            }
        }
    }

    /// <summary>What is left is a transform of 1, 2, 4 or 8 vectors, without turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Last(float* input, float* output, int length, int stride)
    {
        int distance = stride * Size;
        for (int q = 0; q < stride; q++)
        {
            switch (length)
            {
                case 8:
                    Butterfly.Eight(
                        ComplexVector.Load(input), ComplexVector.Load(input + distance),
                        ComplexVector.Load(input + (2 * distance)), ComplexVector.Load(input + (3 * distance)),
                        ComplexVector.Load(input + (4 * distance)), ComplexVector.Load(input + (5 * distance)),
                        ComplexVector.Load(input + (6 * distance)), ComplexVector.Load(input + (7 * distance)),
                        out ComplexVector e0, out ComplexVector e1, out ComplexVector e2, out ComplexVector e3,
                        out ComplexVector e4, out ComplexVector e5, out ComplexVector e6, out ComplexVector e7);
                    e0.Store(output);
                    e1.Store(output + distance);
                    e2.Store(output + (2 * distance));
                    e3.Store(output + (3 * distance));
                    e4.Store(output + (4 * distance));
                    e5.Store(output + (5 * distance));
                    e6.Store(output + (6 * distance));
                    e7.Store(output + (7 * distance));
                    break;
                case 4:
                    Butterfly.Four(
                        ComplexVector.Load(input), ComplexVector.Load(input + distance),
                        ComplexVector.Load(input + (2 * distance)), ComplexVector.Load(input + (3 * distance)),
                        out ComplexVector f0, out ComplexVector f1, out ComplexVector f2, out ComplexVector f3);
                    f0.Store(output);
                    f1.Store(output + distance);
                    f2.Store(output + (2 * distance));
                    f3.Store(output + (3 * distance));
                    break;
                case 2:
                    Butterfly.Two(ComplexVector.Load(input), ComplexVector.Load(input + distance), out ComplexVector t0, out ComplexVector t1);
                    t0.Store(output);
                    t1.Store(output + distance);
                    break;
                default:
                    ComplexVector.Load(input).Store(output);
                    break;
            }

            input += Size;
            output += Size;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AcrossLanes(float* input, float* re, float* im)
    {
        float* turns = _lastTurns.Address;
        for (int k = 0; k < _rows; k += Lanes)
        {
            Transpose.FourColumns(input, Size, out Vector256<float> r0, out Vector256<float> r1, out Vector256<float> r2, out Vector256<float> r3);
            Transpose.FourColumns(input + 4, Size, out Vector256<float> r4, out Vector256<float> r5, out Vector256<float> r6, out Vector256<float> r7);
            Transpose.FourColumns(input + 8, Size, out Vector256<float> i0, out Vector256<float> i1, out Vector256<float> i2, out Vector256<float> i3);
            Transpose.FourColumns(input + 12, Size, out Vector256<float> i4, out Vector256<float> i5, out Vector256<float> i6, out Vector256<float> i7);
            Butterfly.Eight(
                new ComplexVector(r0, i0), new ComplexVector(r1, i1) * ComplexVector.Load(turns + Size),
                new ComplexVector(r2, i2) * ComplexVector.Load(turns + (2 * Size)), new ComplexVector(r3, i3) * ComplexVector.Load(turns + (3 * Size)),
                new ComplexVector(r4, i4) * ComplexVector.Load(turns + (4 * Size)), new ComplexVector(r5, i5) * ComplexVector.Load(turns + (5 * Size)),
                new ComplexVector(r6, i6) * ComplexVector.Load(turns + (6 * Size)), new ComplexVector(r7, i7) * ComplexVector.Load(turns + (7 * Size)),
                out ComplexVector y0, out ComplexVector y1, out ComplexVector y2, out ComplexVector y3,
                out ComplexVector y4, out ComplexVector y5, out ComplexVector y6, out ComplexVector y7);
            Store(y0, re, im, k);
            Store(y1, re, im, k + _rows);
            Store(y2, re, im, k + (2 * _rows));
            Store(y3, re, im, k + (3 * _rows));
            Store(y4, re, im, k + (4 * _rows));
            Store(y5, re, im, k + (5 * _rows));
            Store(y6, re, im, k + (6 * _rows));
            Store(y7, re, im, k + (7 * _rows));
            input += 8 * Size;
            turns += 8 * Size;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ComplexVector vector, float* re, float* im, int index)
    {
        vector.Re.StoreAligned(re + index);
        vector.Im.StoreAligned(im + index);
    }

    /// <summary>Vector v of windowed samples: the even ones are the real parts, the odd ones the imaginary ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ComplexVector Windowed(short* samples, float* window, int v)
    {
        Vector256<int> pairs = Vector256.LoadAligned((int*)samples + (v * Lanes));
        return new ComplexVector(
            Vector256.ConvertToSingle(pairs << 16) * Vector256.LoadAligned(window + (v * Size)),
            Vector256.ConvertToSingle(pairs & Vector256.Create(~0xFFFF)) * Vector256.LoadAligned(window + (v * Size) + Lanes));
    }

    /// <summary>exp(-2 pi i step / length), the imaginary part as far behind the real one as said.</summary>
    private static void SetTurn(float* turn, int distance, int step, int length)
    {
        (double sin, double cos) = Math.SinCos(-2 * Math.PI * (step % length) / length);
        turn[0] = (float)cos;
        turn[distance] = (float)sin;
    }
}
