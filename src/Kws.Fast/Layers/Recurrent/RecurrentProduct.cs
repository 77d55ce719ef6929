using System.Runtime.InteropServices;
using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// A product of a matrix with values of 8 bits inside a recurrent layer, once for every frame. The rows of each gate are padded to whole
/// units.
/// </summary>
internal sealed unsafe class RecurrentProduct<TSimd, TVector>
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private readonly LayerStep _step;

    /// <param name="name">The layer.</param>
    /// <param name="weights">The weights: [row of each gate][value].</param>
    /// <param name="gates">The number of gates.</param>
    /// <param name="values">The number of values.</param>
    /// <param name="projected">Where the sums are a projection, its requantisation and the tensor of its results.</param>
    public RecurrentProduct(
        string name, ReadOnlySpan<int> weights, int gates, int values, (RequantizationLayer Layer, PlanTensor Output)? projected = null)
    {
        int rows = weights.Length / gates / values;
        int padded = Padded(rows);
        var matrix = new int[gates * padded * values];
        for (int gate = 0; gate < gates; gate++)
        {
            weights.Slice(gate * rows * values, rows * values).CopyTo(matrix.AsSpan(gate * padded * values));
        }

        var all = ImmutableCollectionsMarshal.AsImmutableArray(matrix);
        var layer = new FullyConnectedLayer(name, new TensorShape(1, 1, values), gates * padded, "weights");
        var shorts = new PlanTensor(layer.Input, ValueFormat.Short, 0, Padded(values), default);
        (Input, ByteChunks? chunks) = SumSteps<TSimd, TVector>.RecurrentInput(layer, all, shorts, RecurrentBounds.Output);
        Output = projected?.Output ?? new PlanTensor(layer.Output, ValueFormat.Int, 0, gates * padded, default);
        _step = SumSteps<TSimd, TVector>.Of(
            layer, all, [], Input, chunks, projected?.Layer.Half ?? 0, [0], null,
            new Narrowing<TSimd, TVector>(projected?.Layer, Output, isShifted: false));
    }

    /// <summary>The values, one position.</summary>
    public PlanTensor Input { get; }

    /// <summary>The sums, gate by gate, or the results of the projection.</summary>
    public PlanTensor Output { get; }

    /// <summary>Computes the product.</summary>
    public void Run(byte* values, byte* sums) => _step.Run(values, sums, 1);

    private static int Padded(int channels) => Units.Count(channels, sizeof(TVector) / 2) * sizeof(TVector) / 2;
}
