using System.Collections.Immutable;
using System.Numerics;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Circuits;

/// <summary>The size of a memory.</summary>
/// <param name="Words">The words; 0 if there is no such memory.</param>
/// <param name="Lanes">The values of a word.</param>
/// <param name="Bits">The bits of a value.</param>
internal readonly record struct MemorySize(int Words, int Lanes, int Bits)
{
    /// <summary>The bits of a word.</summary>
    public long WordBits => (long)Lanes * Bits;

    /// <summary>The bits of all words.</summary>
    public long All => Words * WordBits;
}

/// <summary>The widths of the array and the sizes of the memories: the largest that any step needs.</summary>
internal sealed class CircuitWidths
{
    private readonly Circuit _circuit;

    public CircuitWidths(Circuit circuit)
    {
        _circuit = circuit;
        ImmutableArray<LayerRanges> sums =
            [.. circuit.Model.Network.Layers.OfType<AccumulatingLayer>().Select(layer => circuit.RangesOf(layer))];
        Operand = Most(sums.Select(layer => layer[Quantity.Input]!.Value.Bits));
        Weight = Most(sums.Select(layer => layer[Quantity.Weight]!.Value.Bits));
        Product = Most(sums.Select(layer => layer[Quantity.Product]!.Value.Bits));
        Bias = Most(sums.Select(layer => ((AccumulatingLayer)layer.Layer).Biases).OfType<TensorSpec>()
            .Select(biases => ValueRange.Of(circuit.Model[biases]).Bits));
        Value = Most(circuit.Steps.SkipLast(1).Select(step => step.Source.Bits));
        Sum = Most(circuit.Steps.SkipLast(1).Select(step => circuit.SumOf(step.Layer!).Bits).Append(Term).Append(Bias));
        Quotient = circuit.AverageBits == 0
            ? 1
            : circuit.AverageBits + circuit.Model.Network.Layers.OfType<AveragePoolLayer>().Max(pool => pool.LeftShift);
    }

    /// <summary>The bits of the multipliers' operands that are values.</summary>
    public int Operand { get; }

    /// <summary>The bits of the multipliers' operands that are weights.</summary>
    public int Weight { get; }

    /// <summary>The bits of products.</summary>
    public int Product { get; }

    /// <summary>The bits of biases.</summary>
    public int Bias { get; }

    /// <summary>The bits of any value that a step reads.</summary>
    public int Value { get; }

    /// <summary>The bits of what is added or compared.</summary>
    public int Term => Math.Max(Product, Value);

    /// <summary>The bits of the accumulators.</summary>
    public int Sum { get; }

    /// <summary>The bits of the quotients of average pools.</summary>
    public int Quotient { get; }

    /// <summary>The bits of sums and quotients, which are requantised.</summary>
    public int Finished => Math.Max(Sum, Quotient);

    /// <summary>The bits of any value that a step writes.</summary>
    public int Result => Most(_circuit.Steps.Select(step => step.Target).OfType<StoredTensor>().Select(tensor => tensor.Bits));

    /// <summary>The memory of weights.</summary>
    public MemorySize Weights => new(Math.Max(1, _circuit.Steps.Sum(step => step.WeightWords)), _circuit.Lanes, Weight);

    /// <summary>The memory of biases.</summary>
    public MemorySize Biases => new(_circuit.Steps.Sum(step => step.BiasWords), _circuit.Lanes, Bias);

    /// <summary>A memory of values.</summary>
    public MemorySize Of(Storage storage)
    {
        ImmutableArray<StoredTensor> tensors =
            [.. _circuit.Steps.SelectMany(step => new[] { step.Source, step.Target }).OfType<StoredTensor>()
                .Where(tensor => tensor.Storage == storage)];
        return tensors.IsEmpty
            ? new MemorySize(0, 1, 1)
            : new MemorySize(
                tensors.Max(tensor => tensor.Words), tensors.Max(tensor => tensor.UsedLanes), tensors.Max(tensor => tensor.Bits));
    }

    /// <summary>The bits of an unsigned number, 1 at least.</summary>
    public static int BitsOf(long largest) => Math.Max(1, 64 - BitOperations.LeadingZeroCount((ulong)largest));

    private static int Most(IEnumerable<int> bits) => bits.DefaultIfEmpty(1).Max();
}
