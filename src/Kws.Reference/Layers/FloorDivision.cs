namespace Kws.Reference.Layers;

/// <summary>Division by a power of two, rounded towards minus infinity: floor(-1 / 8) is -1, not 0.</summary>
internal static class FloorDivision
{
    /// <summary>out[i] = floor(in[i] / 2^shift); an arithmetic shift right rounds towards minus infinity.</summary>
    public static void Run(int shift, ReadOnlySpan<int> input, Span<int> output)
    {
        for (int i = 0; i < input.Length; i++)
        {
            output[i] = input[i] >> shift;
        }
    }
}
