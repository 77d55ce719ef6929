using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kws.Training.Layers;

/// <summary>Products of rows of values with matrices, with output channels as lanes.</summary>
internal static class Products
{
    /// <summary>
    /// output[o] = start[o] + the sum over r and k of x[r * rowStride + k] * weights[r * matrixStride + k * pitch + o].
    /// </summary>
    /// <param name="x">The first value of the first row.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="rowStride">The distance between rows.</param>
    /// <param name="run">The number of values in a row.</param>
    /// <param name="weights">The first weight of the first matrix.</param>
    /// <param name="matrixStride">The distance between matrices.</param>
    /// <param name="pitch">The distance between rows of a matrix.</param>
    /// <param name="start">The first value of the start: biases, or the output itself.</param>
    /// <param name="output">The first output.</param>
    /// <param name="length">The number of outputs, whole registers.</param>
    public static void Sum<T>(
        ref T x, int rows, int rowStride, int run, ref T weights, int matrixStride, int pitch, ref T start, ref T output, int length)
        where T : unmanaged
    {
        int o = 0;
        for (; o <= length - (6 * Vector<T>.Count); o += 6 * Vector<T>.Count)
        {
            Sum6(ref x, rows, rowStride, run, ref Unsafe.Add(ref weights, o), matrixStride, pitch, ref Unsafe.Add(ref start, o),
                ref Unsafe.Add(ref output, o));
        }

        for (; o <= length - (2 * Vector<T>.Count); o += 2 * Vector<T>.Count)
        {
            Sum2(ref x, rows, rowStride, run, ref Unsafe.Add(ref weights, o), matrixStride, pitch, ref Unsafe.Add(ref start, o),
                ref Unsafe.Add(ref output, o));
        }

        for (; o < length; o += Vector<T>.Count)
        {
            Sum1(ref x, rows, rowStride, run, ref Unsafe.Add(ref weights, o), matrixStride, pitch, ref Unsafe.Add(ref start, o),
                ref Unsafe.Add(ref output, o));
        }
    }

    /// <summary>
    /// gradient[r * matrixStride + k * pitch + o] += x[r * rowStride + k] * g[o], the gradient of <see cref="Sum"/> for its weights.
    /// </summary>
    public static void AddOuter(
        ref float x, int rows, int rowStride, int run, ref float gradient, int matrixStride, int pitch, ref float g, int length)
    {
        for (int o = 0; o < length; o += Vector<float>.Count)
        {
            Vector<float> lanes = Vector.LoadUnsafe(ref g, (nuint)o);
            if (lanes == Vector<float>.Zero)
            {
                continue;
            }

            for (int r = 0; r < rows; r++)
            {
                ref float row = ref Unsafe.Add(ref x, r * rowStride);
                ref float target = ref Unsafe.Add(ref gradient, (r * matrixStride) + o);
                for (int k = 0; k < run; k++)
                {
                    var value = new Vector<float>(Unsafe.Add(ref row, k));
                    Lanes.MultiplyAdd(value, lanes, Vector.LoadUnsafe(ref target)).StoreUnsafe(ref target);
                    target = ref Unsafe.Add(ref target, pitch);
                }
            }
        }
    }

    /// <summary>Transposes a matrix of padded columns: to[o * pitch + k] = from[k * fromPitch + o].</summary>
    public static void Transpose(ReadOnlySpan<float> from, int rows, int fromPitch, Span<float> to, int columns, int pitch = 0)
    {
        pitch = Math.Max(pitch, rows);
        for (int o = 0; o < columns; o++)
        {
            for (int k = 0; k < rows; k++)
            {
                to[(o * pitch) + k] = from[(k * fromPitch) + o];
            }
        }
    }

    /// <summary>target[o] += g[o].</summary>
    public static void Add(ref float target, ref float g, int length)
    {
        for (int o = 0; o < length; o += Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref target, (nuint)o) + Vector.LoadUnsafe(ref g, (nuint)o)).StoreUnsafe(ref target, (nuint)o);
        }
    }

    private static void Sum6<T>(
        ref T x, int rows, int rowStride, int run, ref T weights, int matrixStride, int pitch, ref T start, ref T output)
        where T : unmanaged
    {
        nuint lanes = (nuint)Vector<T>.Count;
        Vector<T> a = Vector.LoadUnsafe(ref start);
        Vector<T> b = Vector.LoadUnsafe(ref start, lanes);
        Vector<T> c = Vector.LoadUnsafe(ref start, 2 * lanes);
        Vector<T> d = Vector.LoadUnsafe(ref start, 3 * lanes);
        Vector<T> e = Vector.LoadUnsafe(ref start, 4 * lanes);
        Vector<T> f = Vector.LoadUnsafe(ref start, 5 * lanes);
        for (int r = 0; r < rows; r++)
        {
            ref T row = ref Unsafe.Add(ref x, r * rowStride);
            ref T w = ref Unsafe.Add(ref weights, r * matrixStride);
            for (int k = 0; k < run; k++)
            {
                var value = new Vector<T>(Unsafe.Add(ref row, k));
                a = Lanes.MultiplyAdd(value, Vector.LoadUnsafe(ref w), a);
                b = Lanes.MultiplyAdd(value, Vector.LoadUnsafe(ref w, lanes), b);
                c = Lanes.MultiplyAdd(value, Vector.LoadUnsafe(ref w, 2 * lanes), c);
                d = Lanes.MultiplyAdd(value, Vector.LoadUnsafe(ref w, 3 * lanes), d);
                e = Lanes.MultiplyAdd(value, Vector.LoadUnsafe(ref w, 4 * lanes), e);
                f = Lanes.MultiplyAdd(value, Vector.LoadUnsafe(ref w, 5 * lanes), f);
                w = ref Unsafe.Add(ref w, pitch);
            }
        }

        a.StoreUnsafe(ref output);
        b.StoreUnsafe(ref output, lanes);
        c.StoreUnsafe(ref output, 2 * lanes);
        d.StoreUnsafe(ref output, 3 * lanes);
        e.StoreUnsafe(ref output, 4 * lanes);
        f.StoreUnsafe(ref output, 5 * lanes);
    }

    private static void Sum2<T>(
        ref T x, int rows, int rowStride, int run, ref T weights, int matrixStride, int pitch, ref T start, ref T output)
        where T : unmanaged
    {
        nuint lanes = (nuint)Vector<T>.Count;
        Vector<T> a = Vector.LoadUnsafe(ref start);
        Vector<T> b = Vector.LoadUnsafe(ref start, lanes);
        for (int r = 0; r < rows; r++)
        {
            ref T row = ref Unsafe.Add(ref x, r * rowStride);
            ref T w = ref Unsafe.Add(ref weights, r * matrixStride);
            for (int k = 0; k < run; k++)
            {
                var value = new Vector<T>(Unsafe.Add(ref row, k));
                a = Lanes.MultiplyAdd(value, Vector.LoadUnsafe(ref w), a);
                b = Lanes.MultiplyAdd(value, Vector.LoadUnsafe(ref w, lanes), b);
                w = ref Unsafe.Add(ref w, pitch);
            }
        }

        a.StoreUnsafe(ref output);
        b.StoreUnsafe(ref output, lanes);
    }

    private static void Sum1<T>(
        ref T x, int rows, int rowStride, int run, ref T weights, int matrixStride, int pitch, ref T start, ref T output)
        where T : unmanaged
    {
        Vector<T> a = Vector.LoadUnsafe(ref start);
        for (int r = 0; r < rows; r++)
        {
            ref T row = ref Unsafe.Add(ref x, r * rowStride);
            ref T w = ref Unsafe.Add(ref weights, r * matrixStride);
            for (int k = 0; k < run; k++)
            {
                a = Lanes.MultiplyAdd(new Vector<T>(Unsafe.Add(ref row, k)), Vector.LoadUnsafe(ref w), a);
                w = ref Unsafe.Add(ref w, pitch);
            }
        }

        a.StoreUnsafe(ref output);
    }
}
