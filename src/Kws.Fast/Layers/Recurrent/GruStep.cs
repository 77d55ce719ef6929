using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// Gated recurrent units, a unit of vectors at a time. For every frame: the products of gates r and u, then r h, then the product of gate
/// n, then the new state.
/// </summary>
internal sealed unsafe class GruStep<TSimd, TVector> : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private const int SigmoidShift = VectorGates<TSimd, TVector>.SigmoidShift;

    private readonly RecurrentProduct<TSimd, TVector> _gates;
    private readonly RecurrentProduct<TSimd, TVector> _candidates;
    private readonly VectorGates<TSimd, TVector> _vectors;
    private readonly OutputStore<TSimd, TVector> _y;
    private readonly OutputStore<TSimd, TVector> _reset;
    private readonly OutputStore<TSimd, TVector> _outputs;
    private readonly PlanTensor _input;
    private readonly PlanTensor _output;
    private readonly byte* _table = TanhVectors<TSimd, TVector>.Table;
    private readonly int _units;
    private readonly int _gateBytes;

    public GruStep(GruLayer layer, KwsModel model, PlanTensor input, PlanTensor output)
    {
        int units = layer.Units;
        ReadOnlySpan<int> weights = model[layer.RecurrentWeights].AsSpan();
        _gates = new(layer.Name, weights[..(2 * units * units)], 2, units);
        _candidates = new(layer.Name, weights[(2 * units * units)..], 1, units);
        (_vectors, _y, _reset, _outputs) = (new(layer), new(_gates.Input), new(_candidates.Input), new(output));
        (_input, _output) = (input, output);
        (_units, _gateBytes) = (Units.Count(units, sizeof(TVector) / 2), units * sizeof(short));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public override bool Run(byte* input, byte* output, int positions)
    {
        (int yBytes, int resetBytes, int stateBytes) = (_gates.Input.Bytes, _candidates.Input.Bytes, _units * sizeof(TVector));
        byte* memory = stackalloc byte[
            _gates.Output.Bytes + _candidates.Output.Bytes + yBytes + resetBytes + stateBytes + AlignedMemory.Alignment];
        byte* gates = AlignedMemory.Align(memory);
        byte* candidates = gates + _gates.Output.Bytes;
        byte* y = candidates + _candidates.Output.Bytes;
        byte* reset = y + yBytes;
        byte* states = reset + resetBytes;
        _y.Clear(y, yBytes);
        new Span<byte>(states, stateBytes).Clear();
        for (int t = 0; t < _input.Shape.Time; t++)
        {
            byte* x = input + _input.OffsetOf(t, 0);
            _gates.Run(y, gates);
            for (int unit = 0; unit < _units; unit++)
            {
                TVector r = VectorGates<TSimd, TVector>.Sigmoid(HalfTanh(gates, unit, x, SigmoidShift));
                TVector h = TSimd.Load(states + (unit * (nint)sizeof(TVector)));
                _reset.Store(reset, unit, VectorGates<TSimd, TVector>.Output(TSimd.MultiplyRounded16(r, h)));
            }

            _candidates.Run(reset, candidates);
            byte* updates = gates + (_units * (nint)(2 * sizeof(TVector)));
            byte* place = output + _output.OffsetOf(t, 0);
            for (int unit = 0; unit < _units; unit++)
            {
                byte* state = states + (unit * (nint)sizeof(TVector));
                TVector u = HalfTanh(updates, unit, x + _gateBytes, SigmoidShift);
                TVector n = HalfTanh(candidates, unit, x + (2 * _gateBytes), SigmoidShift - 1);
                TVector kept = TSimd.MultiplyRounded16(VectorGates<TSimd, TVector>.Sigmoid(u), TSimd.Load(state));
                TVector added = TSimd.MultiplyRounded16(VectorGates<TSimd, TVector>.OneMinusSigmoid(u), n);
                TVector h = TSimd.AddSaturate16(kept, added);
                TSimd.Store(state, h);
                h = VectorGates<TSimd, TVector>.Output(h);
                _y.Store(y, unit, h);
                _outputs.Store(place, unit, h);
            }
        }

        return false;
    }

    /// <summary>tanh of half of a gate's sums, or of all of them with a smaller shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector HalfTanh(byte* sums, int unit, byte* x, int shift) => TanhVectors<TSimd, TVector>.Value(
        _table, _vectors.Argument(sums + (unit * (nint)(2 * sizeof(TVector))), x + (unit * (nint)sizeof(TVector)), shift));
}
