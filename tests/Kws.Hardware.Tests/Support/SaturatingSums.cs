using Kws.Model;

namespace Kws.Hardware.Tests.Support;

/// <summary>An accumulator that saturates at every addition, written out for every kind of layer as its formula reads.</summary>
internal static class SaturatingSums
{
    public static long At(int bits, long value)
    {
        long greatest = (1L << (bits - 1)) - 1;
        return value > greatest ? greatest : value < -greatest - 1 ? -greatest - 1 : value;
    }

    public static int[] Of(KwsModel model, AccumulatingLayer layer, int[] input, int bits)
    {
        int[] weights = [.. model[layer.Weights]];
        var output = new int[layer.Output.Count];
        for (int index = 0; index < output.Length; index++)
        {
            (int t, int f, int c) = layer.Output.PositionOf(index);
            long sum = At(bits, layer.Biases is null ? 0 : model[layer.Biases][c]);
            if (layer is not IWindowedLayer { Window: var window } windowed)
            {
                for (int k = 0; k < layer.Input.Channels; k++)
                {
                    sum = At(bits, sum + ((long)input[layer.Input.IndexOf(t, f, k)] * weights[(c * layer.Input.Channels) + k]));
                }
            }
            else
            {
                bool isDepthwise = layer is DepthwiseConvolutionLayer;
                for (int i = 0; i < window.KernelTime; i++)
                {
                    for (int j = 0; j < window.KernelFrequency; j++)
                    {
                        int time = (t * window.StrideTime) + i - windowed.PaddingTime;
                        int frequency = (f * window.StrideFrequency) + j - windowed.PaddingFrequency;
                        if (time >= 0 && time < layer.Input.Time && frequency >= 0 && frequency < layer.Input.Frequency)
                        {
                            long weight = isDepthwise
                                ? weights[(((i * window.KernelFrequency) + j) * layer.Input.Channels) + c]
                                : weights[(((c * window.KernelTime) + i) * window.KernelFrequency) + j];
                            sum = At(bits, sum + (weight * input[layer.Input.IndexOf(time, frequency, isDepthwise ? c : 0)]));
                        }
                    }
                }
            }

            output[index] = (int)sum;
        }

        return output;
    }
}
