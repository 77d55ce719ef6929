using Kws.Hardware.Estimates;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>The estimates of a model for programs, one for each number of multipliers.</summary>
internal sealed record EstimatesJson(string ModelSizeInfo, IEnumerable<EstimateJson> Estimates)
{
    public static EstimatesJson Of(KwsModel model, IEnumerable<CircuitEstimate> estimates) =>
        new(model.Network.ToString(), estimates.Select(EstimateJson.Of));
}

/// <summary>An estimate; null is what is unknown of a recurrent model.</summary>
internal sealed record EstimateJson(
    int Multipliers, long? Cycles, long Multiplies, long? WeightBitsRead, long? ValueBitsRead, long WeightMemoryBits,
    long? ValueMemoryBits, IEnumerable<LayerEstimate> Layers)
{
    public static EstimateJson Of(CircuitEstimate estimate) => new(
        estimate.Multipliers, estimate.Cycles, estimate.Multiplies, estimate.WeightBitsRead, estimate.ValueBitsRead,
        estimate.WeightMemoryBits, estimate.ValueMemoryBits, estimate.Layers);
}
