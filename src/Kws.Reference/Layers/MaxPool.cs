using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>The maximum of each channel in every window.</summary>
internal static class MaxPool
{
    /// <summary>out[t][f][c] = maximum over the positions (i, j) of the window that lie inside the input.</summary>
    public static void Run(MaxPoolLayer layer, ReadOnlySpan<int> input, Span<int> output)
    {
        Window window = layer.Window;
        for (int t = 0; t < layer.Output.Time; t++)
        {
            for (int f = 0; f < layer.Output.Frequency; f++)
            {
                for (int c = 0; c < layer.Output.Channels; c++)
                {
                    int max = int.MinValue;
                    for (int i = 0; i < window.KernelTime; i++)
                    {
                        for (int j = 0; j < window.KernelFrequency; j++)
                        {
                            int time = (t * window.StrideTime) + i - layer.PaddingTime;
                            int frequency = (f * window.StrideFrequency) + j - layer.PaddingFrequency;
                            if (time >= 0 && time < layer.Input.Time && frequency >= 0 && frequency < layer.Input.Frequency)
                            {
                                max = Math.Max(max, input[layer.Input.IndexOf(time, frequency, c)]);
                            }
                        }
                    }

                    output[layer.Output.IndexOf(t, f, c)] = max;
                }
            }
        }
    }
}
