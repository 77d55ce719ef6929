using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>The maximum of each channel over all positions.</summary>
internal static class GlobalMaxPool
{
    /// <summary>out[c] = maximum over (t, f) of in[t][f][c].</summary>
    public static void Run(TensorShape shape, ReadOnlySpan<int> input, Span<int> output)
    {
        for (int c = 0; c < shape.Channels; c++)
        {
            int max = int.MinValue;
            for (int t = 0; t < shape.Time; t++)
            {
                for (int f = 0; f < shape.Frequency; f++)
                {
                    max = Math.Max(max, input[shape.IndexOf(t, f, c)]);
                }
            }

            output[c] = max;
        }
    }
}
