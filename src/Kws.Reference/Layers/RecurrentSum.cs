using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>The sum of a gate, with 18 bits behind the binary point.</summary>
internal static class RecurrentSum
{
    /// <summary>(x[row] &lt;&lt; InputShift) + ((sum over k of weights[row][k] * y[k]) &lt;&lt; RecurrentShift).</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">The recurrent weights.</param>
    /// <param name="x">The input of one frame.</param>
    /// <param name="y">The output of the frame before.</param>
    /// <param name="row">The gate and unit: gate * units + unit.</param>
    public static long Of(RecurrentLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> x, ReadOnlySpan<int> y, int row)
    {
        long product = 0;
        for (int k = 0; k < y.Length; k++)
        {
            product += weights[(row * y.Length) + k] * y[k];
        }

        return ((long)x[row] << layer.InputShift) + (product << layer.RecurrentShift);
    }
}
