using System.Collections.Immutable;
using Kws.Fast.Layers;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>Chooses the numbers of each step from the bounds, and packs the weights.</summary>
internal sealed unsafe class PlanBuilder<TSimd, TVector>
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    /// <summary>The most fingerprints of the last steps, a multiple of the windows that a step takes at a time.</summary>
    private const int MostBatch = 24;

    /// <summary>Bytes of one layer's values of all these fingerprints, which stay in the first-level cache.</summary>
    private const int BatchBytes = 12 * 1024;

    private readonly KwsModel _model;
    private readonly bool _isWide;
    private readonly List<(Layer Layer, RequantizationLayer? Narrowed, LayerBounds Bounds, ImmutableArray<ValueRange> Output)> _layers = [];
    private readonly List<PlanTensor> _tensors = [];
    private readonly List<ByteChunks?> _chunks = [];

    /// <inheritdoc cref="Plan.Of"/>
    public PlanBuilder(KwsModel model, ImmutableArray<LayerBounds> bounds, bool isWide)
    {
        (_model, _isWide) = (model, isWide);
        ImmutableArray<Layer> layers = model.Network.Layers;
        for (int i = 0; i < layers.Length; i++)
        {
            bool isSum = PlanBounds.IsSum(layers, i);
            _layers.Add((layers[i], isSum ? (RequantizationLayer)layers[i + 1] : null, bounds[i], bounds[isSum ? i + 1 : i].Output));
            i += isSum ? 1 : 0;
        }
    }

    private static int Unit => sizeof(TVector) / 2;

    public Plan Build()
    {
        foreach ((Layer layer, RequantizationLayer? narrowed, LayerBounds bounds, _) in _layers)
        {
            (PlanTensor tensor, ByteChunks? chunks) = Input(layer, narrowed, bounds);
            _tensors.Add(tensor);
            _chunks.Add(chunks);
        }

        Layer last = _layers[^1].Layer;
        var logits = new PlanTensor(last.Output, ValueFormat.Short, 0, Units.Count(last.Output.Channels, Unit) * Unit, default);
        _tensors.Add(last is AccumulatingLayer ? logits with { Format = ValueFormat.Int } : _isWide ? Halves(logits) : logits);
        TakeDepthwiseBytes();
        int firstBatched = _layers.Count;
        while (firstBatched > 0 && IsOnePosition(firstBatched - 1))
        {
            firstBatched--;
        }

        int batch = Math.Clamp(BatchBytes / _tensors.Skip(firstBatched).Max(tensor => tensor.Bytes) / 12 * 12, 12, MostBatch);
        return new Plan(
            [.. _tensors], [.. _layers.Select((_, i) => Step(i, i >= firstBatched ? batch : 0))],
            [.. _layers.Select((_, i) => Describe(i))],
            firstBatched, batch, Unit);
    }

    /// <summary>Replaces 16-bit inputs of depthwise layers by bytes, where their outputs are bytes too.</summary>
    private void TakeDepthwiseBytes()
    {
        for (int i = 0; i < _layers.Count; i++)
        {
            if (_layers[i].Layer is DepthwiseConvolutionLayer layer)
            {
                _tensors[i] = DepthwiseByteStep<TSimd, TVector>.Input(
                    layer, _model[layer.Weights], _tensors[i], _tensors[i + 1], RangeOf(_layers[i].Bounds)) ?? _tensors[i];
            }
        }
    }

    /// <summary>The range of an input with 0, which a border has.</summary>
    private static ValueRange RangeOf(LayerBounds bounds) => ValueRange.Union(bounds.Input).Union(ValueRange.Of(0));

    private static PlanTensor Halves(PlanTensor tensor) => tensor with { Format = ValueFormat.Halves, Zero = short.MinValue };

    private bool IsOnePosition(int index) =>
        _layers[index].Layer is FullyConnectedLayer or PointwiseConvolutionLayer { Output: { Time: 1, Frequency: 1 } };

    /// <summary>The input of a layer, and its chunks if it adds products of bytes in 16 bits.</summary>
    private (PlanTensor Tensor, ByteChunks? Chunks) Input(Layer layer, RequantizationLayer? narrowed, LayerBounds bounds)
    {
        int channels = layer.Input.Channels;
        bool isSum = layer is ConvolutionLayer or PointwiseConvolutionLayer or FullyConnectedLayer;

        // Only the fingerprint is not padded: every step writes whole units.
        int stride = isSum && _tensors.Count == 0 ? channels : Units.Count(channels, Unit) * Unit;
        var shorts = new PlanTensor(layer.Input, ValueFormat.Short, 0, stride, Border.Of(layer));

        // A range that was cut off at 16 bits, whose values a step checks, is too wide for bytes with 0.
        ValueRange range = RangeOf(bounds);
        if (_isWide && !(layer is AccumulatingLayer && PlanBounds.Short.Contains(range) && PlanBounds.SumsFit(bounds, narrowed)))
        {
            return (Halves(shorts), null);
        }

        return isSum ? SumSteps<TSimd, TVector>.Input(layer, _model[((AccumulatingLayer)layer).Weights], shorts, range) : (shorts, null);
    }

    /// <param name="index">The step.</param>
    /// <param name="batch">The fingerprints that it computes at a time, 0 for the positions of one.</param>
    private LayerStep Step(int index, int batch)
    {
        (Layer layer, RequantizationLayer? narrowed, _, _) = _layers[index];
        (PlanTensor input, PlanTensor output) = (_tensors[index], _tensors[index + 1]);
        int[] outputs = batch == 0 ? WindowPlaces.Positions(output) : Places(output, batch);
        long half = narrowed?.Half ?? 0;
        bool isWide = input.Format == ValueFormat.Halves;
        var narrowing = new Narrowing<TSimd, TVector>(narrowed, output, isShifted: isWide);
        switch (layer)
        {
            case AccumulatingLayer sums when isWide:
                SumLayout places = SumLayout.Of(layer, input);
                var halves = new PackedSums(
                    places, _model[sums.Weights], BiasesOf(sums), sizeof(TVector), null, 0, outputs,
                    batch == 0 ? places.Starts : Places(input, batch));
                return layer is DepthwiseConvolutionLayer
                    ? new WideSums<TSimd, TVector, TapPairs<TSimd, TVector>>(halves, input.HighOffset, narrowed, narrowing)
                    : new WideSums<TSimd, TVector, ChannelPairs<TSimd, TVector>>(halves, input.HighOffset, narrowed, narrowing);
            case DepthwiseConvolutionLayer depthwise when input.Format == ValueFormat.Byte:
                ValueRange range = RangeOf(_layers[index].Bounds);
                return new DepthwiseByteStep<TSimd, TVector>(
                    depthwise, _model, input, output, (int)(range.Greatest - range.Least), narrowed);
            case DepthwiseConvolutionLayer depthwise:
                return new DepthwiseConvolutionStep<TSimd, TVector>(depthwise, _model, input, outputs, half, narrowing);
            case AccumulatingLayer sums:
                return SumSteps<TSimd, TVector>.Of(
                    layer, _model[sums.Weights], BiasesOf(sums), input, _chunks[index], half, outputs,
                    batch == 0 ? null : Places(input, batch), narrowing);
            case MaxPoolLayer pool when isWide:
                return new WideMaxPoolStep<TSimd, TVector>(pool, input, output, narrowing);
            case MaxPoolLayer pool:
                return new MaxPoolStep<TSimd, TVector>(pool, input, output);
            case AveragePoolLayer pool:
                return new AveragePoolStep<TSimd, TVector>(pool, input, output);
            case RecurrentLayer recurrent:
                return RecurrentSteps.Of<TSimd, TVector>(recurrent, _model, ValueRange.Union(_layers[index].Bounds.Input), input, output);
            case LastFrameLayer:
                return new LastFrameStep<TSimd, TVector>(input, output);
            case RequantizationLayer requantization:
                return new RequantizationStep(requantization, input, output);
            default:
                throw new InvalidOperationException($"{layer.Name}: unknown kind of layer {layer.GetType().Name}");
        }
    }

    private ImmutableArray<int> BiasesOf(AccumulatingLayer layer) => layer.Biases is { } biases ? _model[biases] : [];

    private static int[] Places(PlanTensor tensor, int batch) => [.. Enumerable.Range(0, batch).Select(place => place * tensor.Bytes)];

    private KernelStep Describe(int index)
    {
        Layer layer = _layers[index].Layer;
        ValueFormat format = _tensors[index].Format;
        string sums = (layer, format, _chunks[index]) switch
        {
            (RecurrentLayer, ValueFormat.Short, _) => ", products of 8 bits, gates in 16 bits",
            (not AccumulatingLayer, _, _) => "",
            (_, ValueFormat.Halves, _) => ", pairs of products of 16-bit halves in 32 bits, sums in 48 bits",
            (_, ValueFormat.Short, _) => ", pairs of products in 32 bits",
            (DepthwiseConvolutionLayer, _, _) => ", all products in 16 bits",
            (_, _, null) => ", four products in 32 bits",
            (_, _, var chunks) => FormattableString.Invariant(
                $", {chunks.MeanProducts:F0} products on average in 16 bits, then 32 bits"),
        };
        int bits = format switch { ValueFormat.Byte => 8, ValueFormat.Short => 16, _ => 32 };
        return new KernelStep(layer.Name, $"{bits}-bit values{sums}");
    }
}
