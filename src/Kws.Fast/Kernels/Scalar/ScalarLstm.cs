using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Long short-term memory.</summary>
internal sealed class ScalarLstm(LstmLayer layer, KwsModel model) : ScalarRecurrentLayer(layer, model)
{
    private readonly int[] _peepholes = Values(model, layer.Peepholes);
    private readonly int[] _projection = Values(model, layer.Projection);

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<int> input, Span<int> output)
    {
        (int units, int outputs) = (layer.Units, layer.Output.Channels);
        Span<int> cells = stackalloc int[units];
        Span<int> h = stackalloc int[units];
        Span<int> first = stackalloc int[outputs];
        cells.Clear();
        first.Clear();
        ReadOnlySpan<int> y = first;
        for (int t = 0; t < layer.Input.Time; t++)
        {
            ReadOnlySpan<int> x = input.Slice(t * layer.Input.Channels, layer.Input.Channels);
            for (int k = 0; k < units; k++)
            {
                int i = ScalarGates.Sigmoid(Sum(x, y, k) + Peephole(0, k, cells[k]));
                int j = ScalarGates.Tanh(Sum(x, y, units + k));
                int f = ScalarGates.Sigmoid(Sum(x, y, (2 * units) + k) + Peephole(1, k, cells[k]));
                cells[k] = ScalarGates.State(
                    ScalarGates.Product(f, cells[k]) + ScalarGates.Product(ScalarGates.Product(i, j), 1 << layer.CellFraction));
                int o = ScalarGates.Sigmoid(Sum(x, y, (3 * units) + k) + Peephole(2, k, cells[k]));
                h[k] = ScalarGates.Output(ScalarGates.Product(o, ScalarGates.TanhOfCell(cells[k], layer.CellFraction)));
            }

            Span<int> next = output.Slice(t * outputs, outputs);
            if (_projection.Length == 0)
            {
                h.CopyTo(next);
            }
            else
            {
                Project(h, next);
            }

            y = next;
        }
    }

    private long Peephole(int gate, int unit, int cell) =>
        _peepholes.Length == 0 ? 0 : (long)(_peepholes[(gate * layer.Units) + unit] * cell) << layer.PeepholeShift;

    private void Project(ReadOnlySpan<int> h, Span<int> output)
    {
        long half = (1L << layer.ProjectionShift) >> 1;
        for (int l = 0; l < output.Length; l++)
        {
            long sum = half + Product(_projection.AsSpan(l * h.Length, h.Length), h);
            output[l] = (int)Math.Clamp(sum >> layer.ProjectionShift, sbyte.MinValue, sbyte.MaxValue);
        }
    }
}
