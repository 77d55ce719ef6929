using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Float.Layers;

namespace Kws.Training.Quantize;

/// <summary>
/// The integers of a recurrent layer: a convolution over one frame, whose sums are narrowed to 16 bits, and the layer that reads these.
/// </summary>
internal sealed class RecurrentIntegers
{
    /// <summary>The bits behind the binary point of a frame's part of a gate's sum: a range of 32, and gates saturate at 8.</summary>
    private const int FrameFraction = 10;

    private const int FrameBits = 16;

    private readonly FloatRecurrentLayer _layer;
    private readonly double[] _frames;
    private readonly double[] _recurrent;
    private readonly ImmutableArray<double> _biases;
    private readonly double[] _peepholes;
    private readonly double[] _projection;

    /// <param name="layer">The layer.</param>
    public RecurrentIntegers(FloatRecurrentLayer layer)
    {
        _layer = layer;
        (_biases, double[] rows) = layer switch
        {
            FloatBasicLstmLayer lstm => (lstm.Biases, Matrix.Transposed(lstm.Weights.AsSpan(), lstm.Biases.Length)),
            FloatLstmLayer lstm => (lstm.Biases, Matrix.Transposed(lstm.Weights.AsSpan(), lstm.Biases.Length)),
            FloatGruLayer gru => (gru.GateBiases.AddRange(gru.CandidateBiases), RowsOf(gru)),
            _ => throw new InvalidOperationException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}"),
        };
        var projected = layer as FloatLstmLayer;
        _peepholes = projected is null ? [] : [.. projected.PeepholeI, .. projected.PeepholeF, .. projected.PeepholeO];
        _projection = projected is null ? [] : Matrix.Transposed(projected.Projection.AsSpan(), projected.Output.Channels);
        int length = layer.FrameLength + layer.Output.Channels;
        _frames = [.. rows.Chunk(length).SelectMany(row => row[..layer.FrameLength])];
        _recurrent = [.. rows.Chunk(length).SelectMany(row => row[layer.FrameLength..])];
    }

    private bool IsLstm => _layer is FloatBasicLstmLayer or FloatLstmLayer;

    /// <summary>The scales with the least squared errors of the weights, and for 8 bits of the outputs.</summary>
    /// <param name="output">The best scale of the outputs where a projection makes them.</param>
    public StageScales Start(int output)
    {
        const int Cells = 11;
        int projection = _projection.Length > 0 ? FractionErrors.Of(_projection).Best : 0;
        output = _projection.Length > 0
            ? Math.Min(output, projection + RecurrentLayer.OutputFraction)
            : RecurrentLayer.OutputFraction;
        int weights = Math.Min(FractionErrors.Of(_recurrent).Best, RecurrentLayer.SumFraction - output);
        int peepholes = _peepholes.Length > 0
            ? Math.Min(FractionErrors.Of(_peepholes).Best, RecurrentLayer.SumFraction - Cells)
            : 0;
        return new(FractionErrors.Of(_frames).Best, output, new(weights, IsLstm ? Cells : 0, peepholes, projection));
    }

    /// <summary>Changes of one scale each.</summary>
    public IEnumerable<Func<StageScales, int, StageScales>> Moves()
    {
        yield return (scales, change) => scales with { Weights = scales.Weights + change };
        yield return Inner((scales, change) => scales with { Weights = scales.Weights + change });
        if (IsLstm)
        {
            yield return Inner((scales, change) => scales with { Cells = scales.Cells + change });
        }

        if (_peepholes.Length > 0)
        {
            yield return Inner((scales, change) => scales with { Peepholes = scales.Peepholes + change });
        }

        if (_projection.Length > 0)
        {
            yield return Inner((scales, change) => scales with { Projection = scales.Projection + change });
            yield return (scales, change) => scales with { Output = scales.Output + change };
        }

        static Func<StageScales, int, StageScales> Inner(Func<RecurrentScales, int, RecurrentScales> move) =>
            (scales, change) => scales with { Recurrent = move(scales.Recurrent!, change) };
    }

    /// <summary>True if all shifts of the layer are in range.</summary>
    public bool IsPossible(int input, StageScales scales)
    {
        RecurrentScales recurrent = scales.Recurrent!;
        return IsShift(InputShift(input, scales)) && IsShift(RecurrentShift(scales))
            && (!IsLstm || recurrent.Cells is >= LstmLayer.MinCellFraction and <= LstmLayer.MaxCellFraction)
            && (_peepholes.Length == 0 || IsShift(PeepholeShift(recurrent)))
            && (_projection.Length == 0 || ProjectionShift(scales) is >= 0 and <= 31);

        static bool IsShift(int shift) => shift is >= 0 and <= RecurrentLayer.MaxShift;
    }

    /// <summary>Adds the layers and their tensors.</summary>
    /// <param name="input">The bits of the input behind the binary point.</param>
    /// <param name="scales">The scales.</param>
    /// <param name="shape">The shape of the input.</param>
    /// <param name="layers">Receives the layers.</param>
    /// <param name="tensors">Receives the tensors.</param>
    public void Add(int input, StageScales scales, TensorShape shape, List<Layer> layers, List<ImmutableArray<int>> tensors)
    {
        (string name, RecurrentScales recurrent) = (_layer.Name, scales.Recurrent!);
        string frames = $"{name}/frames";
        int sums = input + scales.Weights;
        layers.Add(shape.Frequency == 1
            ? new PointwiseConvolutionLayer(frames, shape, _biases.Length, $"{frames}/weights", $"{frames}/biases")
            : new ConvolutionLayer(
                frames, shape, _biases.Length, new Window(1, shape.Frequency, 1, 1, Padding.Valid), $"{frames}/weights",
                $"{frames}/biases"));
        tensors.Add(Integers(_frames, scales.Weights));
        tensors.Add([.. _biases.Select(bias => FractionErrors.Word(bias, sums))]);
        layers.Add(new RequantizationLayer(
            $"{frames}/requantized", layers[^1].Output, sums - Math.Min(sums, FrameFraction), Rounding.HalfUp,
            saturationBits: FrameBits));
        layers.Add(LayerOf(input, scales, layers[^1].Output));
        tensors.Add(Negatable(_recurrent, recurrent.Weights));
        if (_peepholes.Length > 0)
        {
            tensors.Add(Integers(_peepholes, recurrent.Peepholes));
        }

        if (_projection.Length > 0)
        {
            tensors.Add(Negatable(_projection, recurrent.Projection));
        }
    }

    private RecurrentLayer LayerOf(int input, StageScales scales, TensorShape shape)
    {
        (string name, string weights) = (_layer.Name, $"{_layer.Name}/weights");
        (int inputShift, int recurrentShift) = (InputShift(input, scales), RecurrentShift(scales));
        return IsLstm
            ? new LstmLayer(
                name, shape, inputShift, weights, recurrentShift, scales.Recurrent!.Cells,
                _peepholes.Length > 0 ? new($"{name}/peepholes", PeepholeShift(scales.Recurrent)) : null,
                _projection.Length > 0 ? new($"{name}/projection", _layer.Output.Channels, ProjectionShift(scales)) : null)
            : new GruLayer(name, shape, inputShift, weights, recurrentShift);
    }

    private static int InputShift(int input, StageScales scales) =>
        RecurrentLayer.SumFraction - Math.Min(input + scales.Weights, FrameFraction);

    private static int RecurrentShift(StageScales scales) => RecurrentLayer.SumFraction - scales.Recurrent!.Weights - scales.Output;

    private static int PeepholeShift(RecurrentScales scales) => RecurrentLayer.SumFraction - scales.Peepholes - scales.Cells;

    private static int ProjectionShift(StageScales scales) =>
        scales.Recurrent!.Projection + RecurrentLayer.OutputFraction - scales.Output;

    private static ImmutableArray<int> Integers(IEnumerable<double> values, int fraction) =>
        [.. values.Select(value => FractionErrors.Integer(value, fraction))];

    /// <summary>Integers whose opposites have 8 bits too: vectors multiply magnitudes by weights with the sign of the other.</summary>
    private static ImmutableArray<int> Negatable(IEnumerable<double> values, int fraction) =>
        [.. Integers(values, fraction).Select(value => Math.Max(value, -sbyte.MaxValue))];

    /// <summary>The rows of the gates r and u, then those of the candidates.</summary>
    private static double[] RowsOf(FloatGruLayer layer) =>
    [
        .. Matrix.Transposed(layer.GateWeights.AsSpan(), 2 * layer.Units),
        .. Matrix.Transposed(layer.CandidateWeights.AsSpan(), layer.Units),
    ];
}
