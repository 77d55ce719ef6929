using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export.C;

/// <summary>One function of the C program: a layer, and the layers behind it that are computed value by value as it yields them.</summary>
/// <param name="Index">The place among the steps.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Narrowing">The divisions behind it.</param>
/// <param name="Pool">A maximum over all positions behind these, which needs no memory for the positions; null for none.</param>
/// <param name="Ranges">What is proven of the layer.</param>
/// <param name="InputRange">The range of its input.</param>
/// <param name="Input">The type of its input.</param>
/// <param name="Output">The type of what the step leaves.</param>
internal sealed record CStep(
    int Index, Layer Layer, ImmutableArray<RequantizationLayer> Narrowing, MaxPoolLayer? Pool, LayerRanges Ranges, ValueRange InputRange,
    string Input, string Output)
{
    /// <summary>The name of its function, and of its memory.</summary>
    public string Name => $"step_{Index}_{CNames.Of(Layer.Name)}";

    /// <summary>The shape of what the step leaves.</summary>
    public TensorShape Shape => Pool?.Output ?? Layer.Output;

    /// <summary>The trained tensors with the names of their arrays.</summary>
    public IEnumerable<(string Name, TensorSpec Tensor)> Tensors => Layer switch
    {
        AccumulatingLayer layer => Named(("weights", layer.Weights), ("biases", layer.Biases)),
        LstmLayer layer => Named(("weights", layer.RecurrentWeights), ("peepholes", layer.Peepholes), ("projection", layer.Projection)),
        GruLayer layer => Named(("weights", layer.RecurrentWeights)),
        _ => [],
    };

    /// <summary>The arrays that it needs besides, with their types and lengths.</summary>
    public ImmutableArray<(string Type, string Name, int Length)> Scratch => Layer switch
    {
        LstmLayer { Projection: null } layer => [("int16_t", "cell", layer.Units)],
        LstmLayer layer => [("int16_t", "cell", layer.Units), ("int8_t", "hidden", layer.Units)],
        GruLayer layer => [("int16_t", "state", layer.Units), ("int8_t", "reset", layer.Units)],
        _ => [],
    };

    /// <summary>The type of the sum that <see cref="Narrowing"/> starts with.</summary>
    public string SumType
    {
        get
        {
            ValueRange sum = Layer switch
            {
                AccumulatingLayer => Ranges[Quantity.Sum]!.Value.Union(Ranges[Quantity.Product]!.Value),
                AveragePoolLayer pool => SumOf(pool),
                RequantizationLayer => InputRange,
                _ => Ranges[Quantity.Output]!.Value,
            };
            IEnumerable<RequantizationLayer> divisions = Layer is RequantizationLayer first ? Narrowing.Prepend(first) : Narrowing;
            return CType.OfSum(sum + new ValueRange(0, divisions.Sum(division => division.Half)));
        }
    }

    /// <summary>The comment above its function.</summary>
    public string Comment
    {
        get
        {
            IEnumerable<Layer> layers = [Layer, .. Narrowing, .. Pool is null ? [] : new[] { Pool }];
            string sums = Ranges[Quantity.Sum] is { } range ? $" Sums of {range.Bits} bits." : "";
            return $"/* {CNames.Text(string.Join(", ", layers.Select(layer => layer.Name)))}: {Layer.Input} to {Shape}.{sums} */";
        }
    }

    private IEnumerable<(string Name, TensorSpec Tensor)> Named(params (string Role, TensorSpec? Tensor)[] tensors) =>
        from one in tensors
        where one.Tensor is not null
        select ($"{Name}_{one.Role}", one.Tensor);

    /// <summary>The sum of a window, shifted left as the layer says.</summary>
    private ValueRange SumOf(AveragePoolLayer pool)
    {
        long most = (long)pool.Window.Taps << pool.LeftShift;
        return InputRange.Map(value => checked(value * most)).Union(InputRange);
    }
}
