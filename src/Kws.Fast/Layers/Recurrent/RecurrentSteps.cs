using Kws.Fast.Kernels;
using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>The steps of recurrent layers.</summary>
internal static class RecurrentSteps
{
    /// <summary>
    /// The step of a layer: on vectors if its values have 16 bits and the gates' sums fit 32 bits, by the bounds of its weights; else one
    /// number at a time.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="model">Its model.</param>
    /// <param name="range">The range of its input.</param>
    /// <param name="input">Its input.</param>
    /// <param name="output">Its output.</param>
    public static LayerStep Of<TSimd, TVector>(
        RecurrentLayer layer, KwsModel model, ValueRange range, PlanTensor input, PlanTensor output)
        where TSimd : ILayerSimd<TVector>
        where TVector : unmanaged
    {
        bool isNarrow = input.Format == ValueFormat.Short && output.Format != ValueFormat.Halves;
        if (!isNarrow || RecurrentBounds.LargestSum(layer, model, range) > VectorGates<TSimd, TVector>.MostSum)
        {
            return new ScalarRecurrentStep(ScalarRecurrentLayer.Of(layer, model), input, output);
        }

        return layer switch
        {
            LstmLayer lstm => new LstmStep<TSimd, TVector>(lstm, model, input, output),
            GruLayer gru => new GruStep<TSimd, TVector>(gru, model, input, output),
            _ => throw new InvalidOperationException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}"),
        };
    }
}
