using System.Numerics;

namespace Kws.Training.Float.Layers;

/// <summary>Products of a row of values and a matrix, and transposed matrices.</summary>
internal static class Matrix
{
    /// <summary>
    /// sums += x * matrix. The products of an output are added in the order of x, each rounded, so that the result is the same on every
    /// processor.
    /// </summary>
    /// <param name="x">One value per row of the matrix.</param>
    /// <param name="matrix">[row][column].</param>
    /// <param name="sums">One sum per column of the matrix.</param>
    public static void AddProduct(ReadOnlySpan<double> x, ReadOnlySpan<double> matrix, Span<double> sums)
    {
        for (int row = 0; row < x.Length; row++)
        {
            AddScaled(x[row], matrix.Slice(row * sums.Length, sums.Length), sums);
        }
    }

    /// <summary>[row][column] as [column][row].</summary>
    /// <param name="matrix">[row][column].</param>
    /// <param name="columns">The number of columns.</param>
    public static double[] Transposed(ReadOnlySpan<double> matrix, int columns)
    {
        double[] transposed = new double[matrix.Length];
        int rows = matrix.Length / columns;
        for (int i = 0; i < matrix.Length; i++)
        {
            transposed[(i % columns * rows) + (i / columns)] = matrix[i];
        }

        return transposed;
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> values, Span<double> sums)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(sums[i..]) + (factor * new Vector<double>(values[i..]))).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += factor * values[i];
        }
    }
}
