using Kws.Model;

namespace Kws.Hardware.Circuits;

/// <summary>The operation of all lanes in a step.</summary>
internal enum StepKind
{
    /// <summary>Sums of products with weights.</summary>
    Multiply,

    /// <summary>The maximum of a window; of a window of one value it is a copy.</summary>
    Maximum,

    /// <summary>The sum of a window, divided by the number of its positions.</summary>
    Average,

    /// <summary>Reads the logits one by one.</summary>
    Report,
}

/// <summary>One step of the circuit: a layer, with the requantisation after it.</summary>
/// <param name="Kind">The operation.</param>
/// <param name="Layer">The layer; null for the last step, which reports the logits.</param>
/// <param name="Narrowing">The requantisation of its results, or null.</param>
/// <param name="Loops">The taps.</param>
/// <param name="Window">Kernel and stride.</param>
/// <param name="FirstTime">The time at which the first window begins, negative with padding.</param>
/// <param name="FirstFrequency">The frequency at which the first window begins.</param>
/// <param name="Source">The values it reads.</param>
/// <param name="Target">The values it writes; null for the last step.</param>
/// <param name="DivideCycles">The cycles of a division, 0 without one.</param>
internal sealed record CircuitStep(
    StepKind Kind, Layer? Layer, RequantizationLayer? Narrowing, StepLoops Loops, Window Window, int FirstTime, int FirstFrequency,
    StoredTensor Source, StoredTensor? Target, int DivideCycles)
{
    /// <summary>From the last tap of a step to the first one of the next: the stages in which values are read, multiplied, added and
    /// written.</summary>
    public const int Drain = 4;

    /// <summary>The name of the layer.</summary>
    public string Name => Layer?.Name ?? "logits";

    /// <summary>True if all lanes get the same value; otherwise lane i gets channel i of its group.</summary>
    public bool IsShared => Layer is null or ConvolutionLayer or PointwiseConvolutionLayer or FullyConnectedLayer;

    /// <summary>The channels of the groups, the last of which may have fewer.</summary>
    public int GroupLanes => Target?.Lanes ?? 1;

    /// <summary>The words of weights, one per tap of all groups.</summary>
    public int WeightWords => Kind == StepKind.Multiply ? checked((int)(Loops.Groups * Loops.GroupTaps)) : 0;

    /// <summary>The words of biases, one per group.</summary>
    public int BiasWords => Layer is AccumulatingLayer { Biases: not null } ? Loops.Groups : 0;

    /// <summary>Cycles in which nothing is read: the drain, and divisions, which end before the next group begins.</summary>
    public long WaitCycles => Kind == StepKind.Average ? Loops.Words * (Drain + 1 + DivideCycles) : Drain;

    /// <summary>All cycles of the step.</summary>
    public long Cycles => Loops.Taps + WaitCycles;
}
