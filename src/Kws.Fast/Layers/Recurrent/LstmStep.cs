using System.Collections.Immutable;
using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Layers;

/// <summary>
/// Long short-term memory, a unit of vectors at a time. For every frame: the products of all gates, then cell states and outputs, then the
/// projection where there is one.
/// </summary>
internal sealed unsafe class LstmStep<TSimd, TVector> : LayerStep
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    private const int SigmoidShift = VectorGates<TSimd, TVector>.SigmoidShift;

    private readonly RecurrentProduct<TSimd, TVector> _gates;
    private readonly RecurrentProduct<TSimd, TVector>? _projection;
    private readonly AlignedMemory? _peepholes;
    private readonly VectorGates<TSimd, TVector> _vectors;
    private readonly OutputStore<TSimd, TVector> _h;
    private readonly OutputStore<TSimd, TVector> _y;
    private readonly OutputStore<TSimd, TVector> _outputs;
    private readonly PlanTensor _input;
    private readonly PlanTensor _output;
    private readonly byte* _table = TanhVectors<TSimd, TVector>.Table;
    private readonly int _units;
    private readonly int _gateBytes;
    private readonly int _peepholeShift;
    private readonly int _cellFraction;

    public LstmStep(LstmLayer layer, KwsModel model, PlanTensor input, PlanTensor output)
    {
        (int units, int outputs) = (layer.Units, layer.Output.Channels);
        _gates = new(layer.Name, model[layer.RecurrentWeights].AsSpan(), LstmLayer.GateCount, outputs);
        if (layer.Projection is { } projection)
        {
            var narrowed = new RequantizationLayer(
                layer.Name, _gates.Input.Shape, layer.ProjectionShift, Rounding.HalfUp, saturationBits: RecurrentLayer.OutputBits);
            PlanTensor shorts = _gates.Input with { Format = ValueFormat.Short, Zero = 0 };
            _projection = new(layer.Name, model[projection].AsSpan(), 1, units, (narrowed, shorts));
        }

        (_vectors, _h, _y, _outputs) = (new(layer), new((_projection ?? _gates).Input), new(_gates.Input), new(output));
        (_input, _output, _units, _gateBytes) = (input, output, Units.Count(units, sizeof(TVector) / 2), units * sizeof(short));
        (_peepholeShift, _cellFraction) = (layer.PeepholeShift, layer.CellFraction);
        _peepholes = layer.Peepholes is { } peepholes ? Pack(model[peepholes], units) : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public override bool Run(byte* input, byte* output, int positions)
    {
        (int yBytes, int hBytes, int cellBytes, int projectedBytes) =
            (_gates.Input.Bytes, _projection?.Input.Bytes ?? 0, _units * sizeof(TVector), _projection?.Output.Bytes ?? 0);
        byte* memory = stackalloc byte[
            _gates.Output.Bytes + yBytes + hBytes + cellBytes + projectedBytes + AlignedMemory.Alignment];
        byte* gates = AlignedMemory.Align(memory);
        byte* y = gates + _gates.Output.Bytes;
        byte* h = _projection is null ? y : y + yBytes;
        byte* cells = y + yBytes + hBytes;
        byte* projected = cells + cellBytes;
        _y.Clear(y, yBytes);
        new Span<byte>(cells, cellBytes).Clear();
        for (int t = 0; t < _input.Shape.Time; t++)
        {
            _gates.Run(y, gates);
            byte* place = output + _output.OffsetOf(t, 0);
            Frame(gates, input + _input.OffsetOf(t, 0), cells, h, place);
            if (_projection is not null)
            {
                _projection.Run(h, projected);
                for (int unit = 0; unit < Units.Count(_output.Shape.Channels, sizeof(TVector) / 2); unit++)
                {
                    TVector values = TSimd.Load(projected + (unit * (nint)sizeof(TVector)));
                    _y.Store(y, unit, values);
                    _outputs.Store(place, unit, values);
                }
            }
        }

        GC.KeepAlive(_peepholes);
        return false;
    }

    /// <summary>New cell states and units, which are stored for the next product, and as the output where there is no projection.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Frame(byte* gates, byte* x, byte* cells, byte* h, byte* output)
    {
        nint sumBytes = _units * (nint)(2 * sizeof(TVector));
        TVector one = TSimd.Constant16((short)(1 << _cellFraction));
        int cellShift = TanhTable.ArgumentFraction + 1 - _cellFraction;
        TVector most = TSimd.Constant16((short)(TanhTable.MaxArgument >> cellShift));
        TVector least = TSimd.Constant16((short)-(TanhTable.MaxArgument >> cellShift));
        for (int unit = 0; unit < _units; unit++)
        {
            byte* sums = gates + (unit * (nint)(2 * sizeof(TVector)));
            byte* inputs = x + (unit * (nint)sizeof(TVector));
            byte* cell = cells + (unit * (nint)sizeof(TVector));
            TVector c = TSimd.Load(cell);
            TVector i = Sigmoid(sums, inputs, unit, 0, c);
            TVector j = _vectors.Argument(sums + sumBytes, inputs + _gateBytes, SigmoidShift - 1);
            j = TanhVectors<TSimd, TVector>.Value(_table, j);
            TVector f = Sigmoid(sums + (2 * sumBytes), inputs + (2 * _gateBytes), unit, 1, c);
            TVector added = TSimd.MultiplyRounded16(TSimd.MultiplyRounded16(i, j), one);
            c = TSimd.AddSaturate16(TSimd.MultiplyRounded16(f, c), added);
            TSimd.Store(cell, c);
            TVector o = Sigmoid(sums + (3 * sumBytes), inputs + (3 * _gateBytes), unit, 2, c);
            TVector argument = TSimd.ShiftLeft16(TSimd.Max16(TSimd.Min16(c, most), least), cellShift);
            TVector units = VectorGates<TSimd, TVector>.Output(
                TSimd.MultiplyRounded16(o, TanhVectors<TSimd, TVector>.Value(_table, argument)));
            _h.Store(h, unit, units);
            if (_projection is null)
            {
                _outputs.Store(output, unit, units);
            }
        }
    }

    /// <summary>A gate, with its peepholes where there are some.</summary>
    /// <param name="sums">The products with the recurrent weights.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="unit">The unit of vectors.</param>
    /// <param name="gate">The gate among those with peepholes.</param>
    /// <param name="cells">The cell states.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Sigmoid(byte* sums, byte* x, int unit, int gate, TVector cells)
    {
        TVector argument = _peepholes is null
            ? _vectors.Argument(sums, x, SigmoidShift)
            : _vectors.Argument(
                sums, x, _peepholes.Address + (((gate * _units) + unit) * (nint)sizeof(TVector)), cells, _peepholeShift);
        return VectorGates<TSimd, TVector>.Sigmoid(TanhVectors<TSimd, TVector>.Value(_table, argument));
    }

    /// <summary>Peepholes as 16-bit numbers: of each gate all units, padded.</summary>
    private AlignedMemory Pack(ImmutableArray<int> peepholes, int units)
    {
        int gates = peepholes.Length / units;
        var memory = new AlignedMemory(gates * _units * sizeof(TVector));
        var shorts = new Span<short>(memory.Address, gates * _units * sizeof(TVector) / 2);
        shorts.Clear();
        for (int i = 0; i < peepholes.Length; i++)
        {
            shorts[(i / units * _units * sizeof(TVector) / 2) + (i % units)] = (short)peepholes[i];
        }

        return memory;
    }
}
