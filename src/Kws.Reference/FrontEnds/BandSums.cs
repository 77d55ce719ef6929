using Kws.Model;

namespace Kws.Reference.FrontEnds;

/// <summary>Step 5: sums of magnitudes under the triangles of the bands.</summary>
internal static class BandSums
{
    /// <returns>A sum of 31 bits.</returns>
    public static int Of(ReadOnlySpan<int> magnitudes, int band, IntegerTables tables)
    {
        (int first, short[] weights) = tables.Bands[band];
        int sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum = checked(sum + (weights[i] * magnitudes[first + i]));
        }

        return sum;
    }
}
