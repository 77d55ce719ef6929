using Kws.Model;

namespace Kws.Reference.Layers;

/// <summary>Long short-term memory.</summary>
internal static class Lstm
{
    /// <summary>
    /// For each frame x, with cell state c (16 bits) and output y (8 bits): c = sigmoid(a_f) c + sigmoid(a_i) tanh(a_j), h = sigmoid(a_o)
    /// tanh(c). A gate's sum is its x, shifted left, plus its recurrent weights times y, shifted left, plus its peephole times c, shifted
    /// left. The output is h, or the projection of h.
    /// </summary>
    public static void Run(
        LstmLayer layer, ReadOnlySpan<int> weights, ReadOnlySpan<int> peepholes, ReadOnlySpan<int> projection, ReadOnlySpan<int> input,
        Span<int> output)
    {
        (int units, int outputs) = (layer.Units, layer.Output.Channels);
        var c = new int[units];
        var h = new int[units];
        ReadOnlySpan<int> y = new int[outputs];
        for (int t = 0; t < layer.Input.Time; t++)
        {
            ReadOnlySpan<int> x = input.Slice(t * layer.Input.Channels, layer.Input.Channels);
            for (int k = 0; k < units; k++)
            {
                int i = Gates.Sigmoid(RecurrentSum.Of(layer, weights, x, y, k) + Peephole(layer, peepholes, 0, k, c[k]));
                int j = Gates.Tanh(RecurrentSum.Of(layer, weights, x, y, units + k));
                int f = Gates.Sigmoid(RecurrentSum.Of(layer, weights, x, y, (2 * units) + k) + Peephole(layer, peepholes, 1, k, c[k]));
                c[k] = Gates.State(Gates.Product(f, c[k]) + Gates.Product(Gates.Product(i, j), 1 << layer.CellFraction));
                int o = Gates.Sigmoid(RecurrentSum.Of(layer, weights, x, y, (3 * units) + k) + Peephole(layer, peepholes, 2, k, c[k]));
                h[k] = Gates.Output(Gates.Product(o, Gates.TanhOfCell(c[k], layer.CellFraction)));
            }

            Span<int> next = output.Slice(t * outputs, outputs);
            if (projection.IsEmpty)
            {
                h.CopyTo(next);
            }
            else
            {
                Project(layer, projection, h, next);
            }

            y = next;
        }
    }

    /// <summary>(peepholes[gate][unit] * c) &lt;&lt; PeepholeShift, or 0 without peepholes.</summary>
    private static long Peephole(LstmLayer layer, ReadOnlySpan<int> peepholes, int gate, int unit, int c) =>
        peepholes.IsEmpty ? 0 : (long)(peepholes[(gate * layer.Units) + unit] * c) << layer.PeepholeShift;

    /// <summary>output[l] = (sum over k of projection[l][k] * h[k]) / 2^ProjectionShift, rounded half up and saturated to 8 bits.</summary>
    private static void Project(LstmLayer layer, ReadOnlySpan<int> projection, ReadOnlySpan<int> h, Span<int> output)
    {
        for (int l = 0; l < output.Length; l++)
        {
            long sum = layer.ProjectionShift > 0 ? 1L << (layer.ProjectionShift - 1) : 0;
            for (int k = 0; k < h.Length; k++)
            {
                sum += projection[(l * h.Length) + k] * h[k];
            }

            output[l] = (int)Math.Clamp(sum >> layer.ProjectionShift, sbyte.MinValue, sbyte.MaxValue);
        }
    }
}
