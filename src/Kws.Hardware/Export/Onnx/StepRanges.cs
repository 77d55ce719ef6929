using System.Collections.Immutable;
using Kws.Hardware.Export.Onnx.Layers;
using Kws.Hardware.Ranges;
using Kws.Model;
using static Kws.Hardware.Export.Onnx.TensorProto.Types;

namespace Kws.Hardware.Export.Onnx;

/// <summary>
/// The range of all numbers with which a graph computes a layer of a model: inputs, partial sums in any order, and what rounds them.
/// </summary>
internal static class StepRanges
{
    /// <summary>The range of the numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="bounds">The bounds of the layer.</param>
    /// <param name="type">The type of the numbers.</param>
    public static ValueRange Of(KwsModel model, LayerBounds bounds, DataType type)
    {
        ValueRange input = ValueRange.Union(bounds.Input);
        return bounds.Layer switch
        {
            AccumulatingLayer sums => Sums(model, sums, bounds.Sums).Union(input),
            RequantizationLayer narrowed => RequantizationNodes.Division(narrowed, input).Steps(type, input),
            AveragePoolLayer pool => AveragePoolNodes.Steps(pool, input, type),
            RecurrentLayer recurrent => ValueRange.Union(
                InsideOf(model, recurrent, bounds.Input).Select(inside => inside.Range)).Union(RecurrentNodes.Arithmetic),
            _ => input,
        };
    }

    /// <summary>The ranges inside a recurrent layer.</summary>
    public static ImmutableArray<InsideRange> InsideOf(KwsModel model, RecurrentLayer layer, ImmutableArray<ValueRange> input) =>
        new RecurrentIntervals(layer, (spec, i) => ValueRange.Of(model[spec][i])).Inside(input);

    /// <summary>Sums with and without the bias, which an operator may add first or last.</summary>
    private static ValueRange Sums(KwsModel model, AccumulatingLayer layer, ImmutableArray<ValueRange> sums)
    {
        ImmutableArray<int> biases = layer.Biases is { } spec ? model[spec] : [.. new int[sums.Length]];
        return ValueRange.Union(sums.Zip(biases, (sum, bias) => sum.Union(sum + ValueRange.Of(-(long)bias))));
    }
}
