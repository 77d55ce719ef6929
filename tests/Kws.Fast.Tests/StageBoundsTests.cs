using System.Collections.Immutable;
using Kws.Fast.Tests.Support;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>The input ranges that stages are tried with are those that any weights can give, no less.</summary>
public class StageBoundsTests
{
    [Fact]
    public void Input_ranges_of_stages_are_the_proven_bounds_for_any_weights()
    {
        ImmutableArray<LayerRanges> ranges = ProvenRanges.OfAnyWeights(DsCnn.Default, biases: ValueRange.Of(0));
        Stage[] whole = [.. Stage.All.Where(stage => stage.Name != "Pointwise, narrow")];
        Assert.Equal(Stage.All.Count - 1, whole.Length);
        Assert.All(whole, stage => Assert.Equal(
            ranges[stage.Layers.Start.Value][Quantity.Input]
                ?? throw new InvalidOperationException($"{stage.Name} does not begin with a product"),
            new ValueRange(stage.MinInput, stage.MaxInput)));
    }
}
