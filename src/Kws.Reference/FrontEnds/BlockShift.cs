namespace Kws.Reference.FrontEnds;

/// <summary>The shift of all numbers of a block, before each stage of the transform.</summary>
internal static class BlockShift
{
    /// <summary>Shifts right, rounded, as little as it takes for every part to lie in [-limit, limit].</summary>
    /// <returns>The shift, 0 to 2: no part of a stage is larger than 2.42 times the limit, no windowed sample than 2.83 times.</returns>
    public static int Run(int[] re, int[] im, int limit)
    {
        int largest = Math.Max(re.Max(Math.Abs), im.Max(Math.Abs));
        int shift = 0;
        while (largest > limit << shift)
        {
            shift++;
        }

        for (int i = 0; i < re.Length; i++)
        {
            re[i] = Shift.Rounded(re[i], shift);
            im[i] = Shift.Rounded(im[i], shift);
        }

        return shift;
    }
}
