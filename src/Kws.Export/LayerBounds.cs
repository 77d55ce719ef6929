using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Export;

/// <summary>
/// What one layer's values are for any fingerprint and any weights in range, each layer taken at the worst of the one before. Only the
/// biases are the model's own, since their range says nothing.
/// </summary>
/// <param name="Layer">The layer.</param>
/// <param name="Input">Each of its inputs: one operand of its multipliers.</param>
/// <param name="Terms">How many products are summed for one output; 0 for a layer without weights.</param>
/// <param name="Output">Each of its outputs. Every product may be 0, so partial sums that begin with the bias lie within it too.</param>
internal sealed record LayerBounds(LayerSpec Layer, Interval Input, int Terms, Interval Output)
{
    /// <summary>Weights and fingerprints.</summary>
    public static Interval Weight { get; } = new(DsCnnModel.MinWeight, DsCnnModel.MaxWeight);

    public Interval Product => Input * Weight;

    /// <summary>The bounds of every layer of a model, in the order of computation.</summary>
    public static ImmutableArray<LayerBounds> Of(DsCnnModel model)
    {
        var layers = ImmutableArray.CreateBuilder<LayerBounds>();
        Interval values = Weight;
        foreach (LayerSpec layer in model.Topology.Layers)
        {
            var bounds = new LayerBounds(layer, values, TermsOf(layer), Output: default);
            bounds = bounds with { Output = OutputOf(bounds, model).Intersect(Interval.Int32) };
            layers.Add(bounds);
            values = bounds.Output;
        }

        return layers.ToImmutable();
    }

    private static int TermsOf(LayerSpec layer) => layer.Kind switch
    {
        LayerKind.Convolution or LayerKind.DepthwiseConvolution => layer.Window.KernelTime * layer.Window.KernelFrequency,
        LayerKind.PointwiseConvolution or LayerKind.FullyConnected => layer.Input.Channels,
        _ => 0,
    };

    private static Interval OutputOf(LayerBounds bounds, DsCnnModel model) => bounds.Layer switch
    {
        { Kind: LayerKind.FloorDivision } layer => bounds.Input >> layer.Shift,
        { Kind: LayerKind.GlobalMaxPool } => bounds.Input,
        { Biases: { } biases } => bounds.Product.Times(bounds.Terms) + Interval.Of(model[biases].AsSpan()),
        _ => bounds.Product.Times(bounds.Terms),
    };
}
