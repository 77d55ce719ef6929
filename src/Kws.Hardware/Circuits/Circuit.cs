using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Circuits;

/// <summary>
/// The schedule of a feed-forward model on one array of multipliers: the steps, their cycles and their memories. The Verilog is written
/// from it, and so is every estimate.
/// </summary>
internal sealed class Circuit
{
    /// <summary>The most multipliers.</summary>
    public const int MaxMultipliers = 1024;

    private readonly ImmutableArray<LayerRanges> _ranges;

    private Circuit(KwsModel model, int multipliers, ImmutableArray<LayerRanges> ranges)
    {
        (Model, Lanes, _ranges) = (model, multipliers, ranges);
        AverageBits = model.Network.Layers.OfType<AveragePoolLayer>().Select(pool => SumOf(pool).Bits).DefaultIfEmpty(0).Max();
        Steps = MakeSteps();
    }

    /// <summary>The model.</summary>
    public KwsModel Model { get; }

    /// <summary>The multipliers.</summary>
    public int Lanes { get; }

    /// <summary>The bits of the sums of average pools; 0 if there is no such pool.</summary>
    public int AverageBits { get; }

    /// <summary>The steps in their order.</summary>
    public ImmutableArray<CircuitStep> Steps { get; }

    /// <summary>The cycles of an inference, from the first one after start to the one before done.</summary>
    public long Cycles => Steps.Sum(step => step.Cycles);

    /// <summary>Makes the schedule of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="multipliers">The number of multipliers, 1 to <see cref="MaxMultipliers"/>.</param>
    /// <param name="ranges">The proven ranges of the model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of multipliers is out of range.</exception>
    /// <exception cref="NotSupportedException">A layer is recurrent; the message names it.</exception>
    public static Circuit Of(KwsModel model, int multipliers, ImmutableArray<LayerRanges> ranges)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(multipliers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(multipliers, MaxMultipliers);
        return model.Network.Layers.FirstOrDefault(layer => layer is RecurrentLayer) is { } recurrent
            ? throw new NotSupportedException($"{recurrent.Name} is a recurrent layer, expected a feed-forward network")
            : new Circuit(model, multipliers, ranges);
    }

    /// <summary>The ranges of a layer.</summary>
    public LayerRanges RangesOf(Layer layer) => _ranges[Model.Network.Layers.IndexOf(layer)];

    /// <summary>The range of the values that a layer reads.</summary>
    public ValueRange InputOf(Layer layer) => Model.Network.Layers.IndexOf(layer) is var index and > 0
        ? _ranges[index - 1][Quantity.Output]!.Value
        : new(Model.Network.MinInput, Model.Network.MaxInput);

    /// <summary>The range of the accumulator in a layer, its start value included.</summary>
    public ValueRange SumOf(Layer layer) => layer switch
    {
        AccumulatingLayer { Biases: { } biases } => RangesOf(layer)[Quantity.Sum]!.Value.Union(ValueRange.Of(Model[biases])),
        AccumulatingLayer => RangesOf(layer)[Quantity.Sum]!.Value,
        AveragePoolLayer pool => (InputOf(pool) * ValueRange.Of(pool.Window.Taps)).Union(InputOf(pool)).Union(default),
        _ => InputOf(layer),
    };

    private ImmutableArray<CircuitStep> MakeSteps()
    {
        ImmutableArray<Layer> layers = Model.Network.Layers;
        var steps = ImmutableArray.CreateBuilder<CircuitStep>();
        var source = new StoredTensor(Storage.Input, Model.Network.Input, 1, Model.Network.InputBits);
        for (int i = 0; i < layers.Length; i++)
        {
            // A requantisation is part of the step before it, but for one that has no such step: then it is that of a copy.
            Layer layer = layers[i];
            RequantizationLayer? narrowing =
                layer as RequantizationLayer ?? (i + 1 < layers.Length ? layers[i + 1] as RequantizationLayer : null);
            i += narrowing is not null && narrowing != layer ? 1 : 0;
            Storage storage = i == layers.Length - 1 ? Storage.Logits : source.Storage == Storage.A ? Storage.B : Storage.A;
            steps.Add(Step(layer, narrowing, source, storage));
            source = steps[^1].Target!;
        }

        steps.Add(new CircuitStep(
            StepKind.Report, null, null,
            new StepLoops(1, 1, 1, source.Shape.Time, source.Shape.Frequency, source.Shape.Channels),
            new Window(source.Shape.Time, source.Shape.Frequency, 1, 1, Padding.Valid), 0, 0, source, null, 0));
        return steps.ToImmutable();
    }

    private CircuitStep Step(Layer layer, RequantizationLayer? narrowing, StoredTensor source, Storage storage)
    {
        (Window window, int firstTime, int firstFrequency) = layer switch
        {
            IWindowedLayer windowed => (windowed.Window, -windowed.PaddingTime, -windowed.PaddingFrequency),
            FullyConnectedLayer => (new Window(layer.Input.Time, layer.Input.Frequency, 1, 1, Padding.Valid), 0, 0),
            LastFrameLayer => (new Window(1, 1, 1, 1, Padding.Valid), layer.Input.Time - 1, 0),
            _ => (new Window(1, 1, 1, 1, Padding.Valid), 0, 0),
        };
        StepKind kind = layer switch
        {
            AccumulatingLayer => StepKind.Multiply,
            AveragePoolLayer => StepKind.Average,
            _ => StepKind.Maximum,
        };
        int bits = RangesOf(narrowing ?? layer)[Quantity.Output]!.Value.Bits;

        // Lanes that read channels of their own write as many as they read.
        bool isShared = layer is AccumulatingLayer and not DepthwiseConvolutionLayer;
        var target = new StoredTensor(storage, layer.Output, isShared ? Lanes : source.Lanes, bits);
        var loops = new StepLoops(
            layer.Output.Time, layer.Output.Frequency, target.PlaceWords, window.KernelTime, window.KernelFrequency,
            isShared ? layer.Input.Channels : 1);
        int divideCycles = layer is AveragePoolLayer pool ? AverageBits + pool.LeftShift : 0;
        return new CircuitStep(kind, layer, narrowing, loops, window, firstTime, firstFrequency, source, target, divideCycles);
    }
}
