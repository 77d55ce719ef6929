namespace Kws.Reference.FrontEnds;

/// <summary>Step 4: the magnitude of a number of the spectrum, rounded to nearest.</summary>
internal static class Magnitudes
{
    /// <returns>sqrt(re^2 + im^2), at most 2^15 - 1.</returns>
    public static int Of(int re, int im)
    {
        int square = checked((re * re) + (im * im));
        int root = 0;

        // Digit by digit, as a circuit would: a bit stays where the square is not exceeded.
        for (int bit = 1 << 14; bit > 0; bit /= 2)
        {
            int next = root + bit;
            if (next * next <= square)
            {
                root = next;
            }
        }

        // (root + 1/2)^2 = root^2 + root + 1/4.
        return square - (root * root) > root ? root + 1 : root;
    }
}
