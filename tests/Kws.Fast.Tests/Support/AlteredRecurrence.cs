using System.Collections.Immutable;
using Kws.Fast.Kernels;
using Kws.Model;
using Kws.Reference;

namespace Kws.Fast.Tests.Support;

/// <summary>The arithmetic of the reference but for one fault in its recurrent layers: what a comparison must find.</summary>
internal sealed class AlteredRecurrence(KwsModel model, string fault) : Kernel
{
    private readonly ReferenceClassifier _reference = new(model);

    /// <summary>The memory of each recurrent layer: its state, and its last output.</summary>
    private readonly Dictionary<Layer, (int[] State, int[] Output)> _kept = [];

    public static TheoryData<string> Faults =>
        ["reset after the product", "update gate the other way", "peephole of the old cell", "input and forget gate swapped",
            "cell that wraps", "output rounded down", "projection rounded down", "first frame", "state of the last clip"];

    public static KernelEntry Entry(string fault) => new(
        KernelRegistry.Find("Scalar").Info with { Name = fault }, _ => true, model => new AlteredRecurrence(model, fault));

    public override int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits)
    {
        (int length, int labels) = (model.Network.Input.Count, model.Network.LabelCount);
        int count = logits.Length / labels;
        for (int i = 0; i < count; i++)
        {
            int[] values = Array.ConvertAll(fingerprints.Slice(i * length, length).ToArray(), value => (int)value);
            foreach (Layer layer in model.Network.Layers)
            {
                values = layer switch
                {
                    RecurrentLayer recurrent => Run(recurrent, values),
                    LastFrameLayer when fault == "first frame" => values[..layer.Output.Count],
                    _ => _reference.Run(layer, values),
                };
            }

            values.CopyTo(logits[(i * labels)..]);
        }

        return count;
    }

    private int[] Run(RecurrentLayer layer, int[] input)
    {
        var values = new List<int>();
        (int[] state, int[] y) = fault == "state of the last clip" && _kept.TryGetValue(layer, out var kept)
            ? kept
            : (new int[layer.Units], new int[layer.Output.Channels]);
        foreach (int[] x in input.Chunk(layer.Input.Channels))
        {
            (state, y) = layer is LstmLayer lstm ? Lstm(lstm, x, state, y) : Gru(layer, x, state, y);
            values.AddRange(y);
        }

        _kept[layer] = (state, y);
        return [.. values];
    }

    private (int[] State, int[] Output) Gru(RecurrentLayer layer, int[] x, int[] state, int[] y)
    {
        int[] units = [.. Enumerable.Range(0, layer.Units)];
        int[] resets = [.. units.Select(k => ScalarGates.Sigmoid(Sum(layer, x, y, 0, k)))];
        int[] resetState = [.. units.Select(k => ScalarGates.Output(ScalarGates.Product(resets[k], state[k])))];
        int[] next = [.. units.Select(k =>
        {
            long candidate = fault == "reset after the product"
                ? Frame(layer, x, 2, k) + (((resets[k] * Product(layer, y, 2, k)) + (1 << 14)) >> 15 << layer.RecurrentShift)
                : Sum(layer, x, resetState, 2, k);
            long update = Sum(layer, x, y, 1, k) * (fault == "update gate the other way" ? -1 : 1);
            return ScalarGates.State(
                ScalarGates.Product(ScalarGates.Sigmoid(update), state[k])
                + ScalarGates.Product((32768 - ScalarGates.HalfTanh(update)) >> 1, ScalarGates.Tanh(candidate)));
        })];
        return (next, Array.ConvertAll(next, Output));
    }

    private (int[] State, int[] Output) Lstm(LstmLayer layer, int[] x, int[] cells, int[] y)
    {
        (int input, int forget) = fault == "input and forget gate swapped" ? (2, 0) : (0, 2);
        var next = new int[layer.Units];
        var h = new int[layer.Units];
        for (int k = 0; k < h.Length; k++)
        {
            int i = ScalarGates.Sigmoid(Sum(layer, x, y, input, k) + Peephole(layer, input / 2, k, cells[k]));
            int j = ScalarGates.Tanh(Sum(layer, x, y, 1, k));
            int f = ScalarGates.Sigmoid(Sum(layer, x, y, forget, k) + Peephole(layer, forget / 2, k, cells[k]));
            int c = ScalarGates.Product(f, cells[k]) + ScalarGates.Product(ScalarGates.Product(i, j), 1 << layer.CellFraction);
            next[k] = fault == "cell that wraps" ? (short)c : ScalarGates.State(c);
            int seen = fault == "peephole of the old cell" ? cells[k] : next[k];
            int o = ScalarGates.Sigmoid(Sum(layer, x, y, 3, k) + Peephole(layer, 2, k, seen));
            h[k] = Output(ScalarGates.Product(o, ScalarGates.TanhOfCell(next[k], layer.CellFraction)));
        }

        return (next, layer.Projection is { } projection ? Projected(layer, model[projection], h) : h);
    }

    private int[] Projected(LstmLayer layer, ImmutableArray<int> weights, int[] h)
    {
        long half = fault == "projection rounded down" ? 0 : (1L << layer.ProjectionShift) >> 1;
        return [.. weights.Chunk(h.Length).Select(row => (int)Math.Clamp(
            (half + row.Zip(h, (weight, value) => (long)weight * value).Sum()) >> layer.ProjectionShift, sbyte.MinValue, sbyte.MaxValue))];
    }

    private int Output(int value) => fault == "output rounded down" ? value >> 8 : ScalarGates.Output(value);

    private long Peephole(LstmLayer layer, int gate, int unit, int cell) =>
        layer.Peepholes is { } spec ? (long)(model[spec][(gate * layer.Units) + unit] * cell) << layer.PeepholeShift : 0;

    private long Sum(RecurrentLayer layer, int[] x, int[] y, int gate, int unit) =>
        Frame(layer, x, gate, unit) + (Product(layer, y, gate, unit) << layer.RecurrentShift);

    private static long Frame(RecurrentLayer layer, int[] x, int gate, int unit) =>
        (long)x[(gate * layer.Units) + unit] << layer.InputShift;

    private long Product(RecurrentLayer layer, int[] y, int gate, int unit)
    {
        ReadOnlySpan<int> weights = model[layer.RecurrentWeights].AsSpan().Slice(((gate * layer.Units) + unit) * y.Length, y.Length);
        long sum = 0;
        for (int k = 0; k < y.Length; k++)
        {
            sum += weights[k] * y[k];
        }

        return sum;
    }
}
