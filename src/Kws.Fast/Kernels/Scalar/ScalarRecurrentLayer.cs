using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>Recurrent layers of values of 32 bits.</summary>
internal abstract class ScalarRecurrentLayer
{
    private readonly RecurrentLayer _layer;
    private readonly int[] _weights;

    private protected ScalarRecurrentLayer(RecurrentLayer layer, KwsModel model) =>
        (_layer, _weights) = (layer, Values(model, layer.RecurrentWeights));

    /// <summary>The layer of a model.</summary>
    public static ScalarRecurrentLayer Of(RecurrentLayer layer, KwsModel model) => layer switch
    {
        LstmLayer lstm => new ScalarLstm(lstm, model),
        GruLayer gru => new ScalarGru(gru, model),
        _ => throw new InvalidOperationException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}"),
    };

    /// <summary>Computes all frames.</summary>
    /// <param name="input">The parts of the gates' sums that come from the frames.</param>
    /// <param name="output">The outputs.</param>
    public abstract void Run(ReadOnlySpan<int> input, Span<int> output);

    private protected static int[] Values(KwsModel model, TensorSpec? spec) =>
        spec is null ? [] : ImmutableCollectionsMarshal.AsArray(model[spec])!;

    /// <summary>The sum of a gate of a unit, without a peephole.</summary>
    /// <param name="x">The input of the frame.</param>
    /// <param name="y">The output of the frame before.</param>
    /// <param name="row">gate * units + unit.</param>
    private protected long Sum(ReadOnlySpan<int> x, ReadOnlySpan<int> y, int row) =>
        ((long)x[row] << _layer.InputShift) + ((long)Product(_weights.AsSpan(row * y.Length, y.Length), y) << _layer.RecurrentShift);

    /// <summary>A sum of products of 8 bits; a layer has at most 2^12 of them.</summary>
    private protected static int Product(ReadOnlySpan<int> weights, ReadOnlySpan<int> values)
    {
        int sum = 0;
        for (int k = 0; k < values.Length; k++)
        {
            sum += weights[k] * values[k];
        }

        return sum;
    }
}
