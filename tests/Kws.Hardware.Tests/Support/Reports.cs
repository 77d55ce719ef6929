using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Tests.Support;

internal static class Reports
{
    /// <summary>
    /// The report of a model on random fingerprints; without a search behind the depthwise convolution, which takes seconds.
    /// </summary>
    public static RangeReport Of(KwsModel model, int seed, int count)
    {
        ImmutableArray<LayerRanges> proven = ProvenRanges.Of(model, TestContext.Current.CancellationToken);
        var observer = new RangeObserver(model);
        observer.AddRandom(count, seed, TestContext.Current.CancellationToken);
        return new RangeReport(
            model, proven, ProvenRanges.OfAnyWeights(model.Network, biases: ValueRange.Of(0)),
            observer.Result(proven, TestContext.Current.CancellationToken), []);
    }
}
