using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Gated recurrent units.</summary>
internal sealed class ScalarGru(GruLayer layer, KwsModel model) : ScalarRecurrentLayer(layer, model)
{
    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<int> input, Span<int> output)
    {
        int units = layer.Units;
        Span<int> state = stackalloc int[units];
        Span<int> reset = stackalloc int[units];
        Span<int> first = stackalloc int[units];
        state.Clear();
        first.Clear();
        ReadOnlySpan<int> y = first;
        for (int t = 0; t < layer.Input.Time; t++)
        {
            ReadOnlySpan<int> x = input.Slice(t * layer.Input.Channels, layer.Input.Channels);
            for (int k = 0; k < units; k++)
            {
                reset[k] = ScalarGates.Output(ScalarGates.Product(ScalarGates.Sigmoid(Sum(x, y, k)), state[k]));
            }

            Span<int> next = output.Slice(t * units, units);
            for (int k = 0; k < units; k++)
            {
                int update = ScalarGates.HalfTanh(Sum(x, y, units + k));
                int candidate = ScalarGates.Tanh(Sum(x, reset, (2 * units) + k));
                state[k] = ScalarGates.State(
                    ScalarGates.Product((32768 + update) >> 1, state[k]) + ScalarGates.Product((32768 - update) >> 1, candidate));
                next[k] = ScalarGates.Output(state[k]);
            }

            y = next;
        }
    }
}
