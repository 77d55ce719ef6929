using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// The slopes of one value of a layer: how much it changes with each value of the fingerprint, floor divisions taken for exact ones. A
/// saturated value has no slope, and a maximum that of the value it takes.
/// </summary>
internal sealed class Slopes
{
    private readonly Network _network;
    private readonly Steps?[] _steps;

    public Slopes(KwsModel model)
    {
        _network = model.Network;
        _steps = [.. _network.Layers.Select(layer => layer is AccumulatingLayer sums ? new Steps(model, sums) : null)];
    }

    /// <summary>The products of a layer's sums; null if it has none.</summary>
    public Steps? StepsOf(int layer) => _steps[layer];

    /// <summary>The slopes with regard to the fingerprint.</summary>
    /// <param name="values">The values of the fingerprint and of all layers up to this one.</param>
    /// <param name="layer">The layer's index.</param>
    /// <param name="output">The index of the value in its output.</param>
    public double[] Of(IReadOnlyList<int[]> values, int layer, int output)
    {
        var slopes = new double[values[layer + 1].Length];
        slopes[output] = 1;
        for (int i = layer; i >= 0; i--)
        {
            var before = new double[values[i].Length];
            for (int o = 0; o < slopes.Length; o++)
            {
                if (slopes[o] != 0)
                {
                    AddTo(before, i, o, slopes[o], values);
                }
            }

            slopes = before;
        }

        return slopes;
    }

    private void AddTo(double[] before, int index, int output, double slope, IReadOnlyList<int[]> values)
    {
        switch (_network.Layers[index])
        {
            case AccumulatingLayer:
                Steps steps = _steps[index]!;
                Span<Step> products = steps.PerChannel <= 256 ? stackalloc Step[256] : new Step[steps.PerChannel];
                foreach (Step step in products[..steps.Write(output, products)])
                {
                    before[step.Input] += slope * step.Weight;
                }

                break;
            case RequantizationLayer layer:
                long unbounded = (values[index][output] + layer.Half) >> layer.Shift;
                before[output] += unbounded < layer.MinOutput || unbounded > layer.MaxOutput ? 0 : slope / (1L << layer.Shift);
                break;
            case MaxPoolLayer layer:
                before[InputsOf(layer, layer.Window, output).First(input => values[index][input] == values[index + 1][output])] += slope;
                break;
            case AveragePoolLayer layer:
                int[] inputs = [.. InputsOf(layer, layer.Window, output)];
                foreach (int input in inputs)
                {
                    before[input] += slope * (1 << layer.LeftShift) / inputs.Length;
                }

                break;
            case LastFrameLayer layer:
                before[layer.Input.Count - layer.Output.Count + output] += slope;
                break;
            case var other:
                throw new NotSupportedException($"{other.Name}: unknown kind of layer {other.GetType().Name}");
        }
    }

    /// <summary>The values of a pool's window that lie inside its input.</summary>
    private static IEnumerable<int> InputsOf<TLayer>(TLayer layer, Window window, int output)
        where TLayer : Layer, IWindowedLayer
    {
        (int t, int f, int channel) = layer.Output.PositionOf(output);
        return from i in Enumerable.Range((t * window.StrideTime) - layer.PaddingTime, window.KernelTime)
               from j in Enumerable.Range((f * window.StrideFrequency) - layer.PaddingFrequency, window.KernelFrequency)
               where (uint)i < layer.Input.Time && (uint)j < layer.Input.Frequency
               select layer.Input.IndexOf(i, j, channel);
    }
}
