using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>Gated recurrent units.</summary>
internal static class Gru
{
    /// <summary>
    /// For each frame x, with state h (16 bits) and output y (8 bits): r = sigmoid(a_r), u = sigmoid(a_u), n = tanh(a_n), h = u h + (1 - u)
    /// n. A gate's sum is its x, shifted left, plus its recurrent weights times y, shifted left; for n times r h instead of y.
    /// </summary>
    public static void Run(GruLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> input, Span<int> output)
    {
        int units = layer.Units;
        var h = new int[units];
        var resetH = new int[units];
        ReadOnlySpan<int> y = new int[units];
        for (int t = 0; t < layer.Input.Time; t++)
        {
            ReadOnlySpan<int> x = input.Slice(t * layer.Input.Channels, layer.Input.Channels);
            for (int k = 0; k < units; k++)
            {
                int r = Gates.Sigmoid(RecurrentSum.Of(layer, weights, x, y, k));
                resetH[k] = Gates.Output(Gates.Product(r, h[k]));
            }

            Span<int> next = output.Slice(t * units, units);
            for (int k = 0; k < units; k++)
            {
                long a = RecurrentSum.Of(layer, weights, x, y, units + k);
                int n = Gates.Tanh(RecurrentSum.Of(layer, weights, x, resetH, (2 * units) + k));
                h[k] = Gates.State(Gates.Product(Gates.Sigmoid(a), h[k]) + Gates.Product(Gates.OneMinusSigmoid(a), n));
                next[k] = Gates.Output(h[k]);
            }

            y = next;
        }
    }
}
