using Kws.Model;

namespace Kws.Hardware.Tests.Replay;

/// <summary>Layers as formulas, of which a test changes one term.</summary>
internal static class PlainLayers
{
    /// <summary>A value at a position, or 0 outside.</summary>
    public delegate long Tensor(int time, int frequency, int channel);

    /// <summary>A weight of a convolution.</summary>
    public delegate long Kernel(int channel, int time, int frequency, int input);

    /// <summary>Every position of a shape.</summary>
    public static int[] Fill(TensorShape shape, Tensor value)
    {
        int[] values = new int[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            (int t, int f, int c) = shape.PositionOf(i);
            values[i] = checked((int)value(t, f, c));
        }

        return values;
    }

    public static Tensor Of(TensorShape shape, int[] values) => (t, f, c) =>
        t < 0 || t >= shape.Time || f < 0 || f >= shape.Frequency || c < 0 || c >= shape.Channels ? 0 : values[shape.IndexOf(t, f, c)];

    /// <summary>A convolution, or a pointwise one or a fully connected layer as one.</summary>
    public static int[] Convolve(
        Layer layer, Tensor input, Kernel weights, Func<int, long> biases, (int Time, int Frequency)? before = null)
    {
        Window window = layer switch
        {
            IWindowedLayer windowed => windowed.Window,
            FullyConnectedLayer => new(layer.Input.Time, layer.Input.Frequency, 1, 1, Padding.Valid),
            _ => new(1, 1, 1, 1, Padding.Valid),
        };
        (int time, int frequency) = before ?? (window.PaddingTime(layer.Input), window.PaddingFrequency(layer.Input));
        return Fill(layer.Output, (t, f, c) =>
        {
            long sum = biases(c);
            for (int i = 0; i < window.KernelTime; i++)
            {
                for (int j = 0; j < window.KernelFrequency; j++)
                {
                    int x = (t * window.StrideTime) + i - time;
                    int y = (f * window.StrideFrequency) + j - frequency;
                    for (int k = 0; k < layer.Input.Channels; k++)
                    {
                        if (layer is not DepthwiseConvolutionLayer || k == c)
                        {
                            sum += input(x, y, k) * weights(c, i, j, k);
                        }
                    }
                }
            }

            return sum;
        });
    }

    /// <summary>The weights of a layer in its own order of axes.</summary>
    public static Kernel WeightsOf(KwsModel model, AccumulatingLayer layer)
    {
        int[] values = [.. model[layer.Weights]];
        int inputs = layer.Input.Channels;
        return layer switch
        {
            ConvolutionLayer { Window: var w } =>
                (c, i, j, k) => values[(((((c * w.KernelTime) + i) * w.KernelFrequency) + j) * inputs) + k],
            DepthwiseConvolutionLayer { Window: var w } => (c, i, j, _) => values[(((i * w.KernelFrequency) + j) * inputs) + c],
            FullyConnectedLayer => (c, i, j, k) => values[(c * layer.Input.Count) + layer.Input.IndexOf(i, j, k)],
            _ => (c, _, _, k) => values[(c * inputs) + k],
        };
    }

    public static Func<int, long> BiasesOf(KwsModel model, AccumulatingLayer layer) =>
        layer.Biases is { } spec ? c => model[spec][c] : _ => 0;
}
