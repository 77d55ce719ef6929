using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>One step of a sum: a product, and the accumulator behind it.</summary>
/// <param name="Index">Which weight of the channel, in the order in which the reference adds.</param>
/// <param name="Input">One operand of the multiplier: the value of the layer before.</param>
/// <param name="Weight">The other one.</param>
/// <param name="Product">Their product.</param>
/// <param name="Sum">The accumulator after the product was added.</param>
public readonly record struct TapRanges(int Index, ValueRange Input, ValueRange Weight, ValueRange Product, ValueRange Sum)
{
    /// <summary>The range of a quantity that a step has.</summary>
    internal ValueRange this[Quantity quantity] => quantity switch
    {
        Quantity.Input => Input,
        Quantity.Weight => Weight,
        Quantity.Product => Product,
        Quantity.Sum => Sum,
        _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "a step has no such quantity"),
    };
}

/// <summary>The ranges of one channel of a layer.</summary>
/// <param name="Taps">The steps of its sum in their order; empty for layers that do not multiply.</param>
/// <param name="Output">Its values.</param>
public sealed record ChannelRanges(ImmutableArray<TapRanges> Taps, ValueRange Output)
{
    /// <summary>The range of a quantity, over all steps; null where the layer has no such quantity.</summary>
    public ValueRange? this[Quantity quantity] => (quantity, Taps.IsEmpty) switch
    {
        (Quantity.Output, _) => Output,
        (_, true) => null,
        (Quantity.Input, _) => ValueRange.Union(Taps.Select(tap => tap.Input)),
        (Quantity.Weight, _) => ValueRange.Union(Taps.Select(tap => tap.Weight)),
        (Quantity.Product, _) => ValueRange.Union(Taps.Select(tap => tap.Product)),
        _ => ValueRange.Union(Taps.Select(tap => tap.Sum)).Union(Output),
    };
}

/// <summary>The range of a quantity inside a recurrent layer, over all units and frames.</summary>
/// <param name="Name">The name, for instance <c>i sum</c> for the sums of gate i, or <c>cell state</c>.</param>
/// <param name="Range">The range.</param>
public sealed record InsideRange(string Name, ValueRange Range);

/// <summary>The ranges of one layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="Method">How they were found.</param>
public sealed record LayerRanges(Layer Layer, ImmutableArray<ChannelRanges> Channels, RangeMethod Method)
{
    /// <summary>The sums and states inside a recurrent layer; empty for other kinds.</summary>
    public ImmutableArray<InsideRange> Inside { get; init; } = [];

    /// <summary>The range of a quantity over all channels; null where the layer has no such quantity.</summary>
    public ValueRange? this[Quantity quantity] =>
        Channels[0][quantity] is null ? null : ValueRange.Union(Channels.Select(channel => channel[quantity]!.Value));
}

/// <summary>The numbers that hardware must have bits for.</summary>
public enum Quantity
{
    /// <summary>A multiplier's operand that is a value of the layer before.</summary>
    Input,

    /// <summary>A multiplier's operand that is a weight.</summary>
    Weight,

    /// <summary>A product.</summary>
    Product,

    /// <summary>The accumulator: every sum in the order of the reference's loops, that of the last product included.</summary>
    Sum,

    /// <summary>The output of the layer.</summary>
    Output,
}

/// <summary>The method that found the bounds.</summary>
public enum RangeMethod
{
    /// <summary>Both ends are attained by some input.</summary>
    Exact,

    /// <summary>The layers before as one linear form of the fingerprint, with what floor divisions can add.</summary>
    Linear,

    /// <summary>
    /// Every frame of the fingerprint at its worst by itself, with prices that make frames agree on where each channel is greatest.
    /// </summary>
    Frames,

    /// <summary>Every value of the layer before at the worst of its range, whatever the others are.</summary>
    Interval,

    /// <summary>No bound: the least and the greatest of what was seen.</summary>
    Observed,
}
