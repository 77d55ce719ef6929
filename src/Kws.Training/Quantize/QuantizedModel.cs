using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Training.Quantize;

/// <summary>A model of integers that was made of a float network.</summary>
/// <param name="Model">The model.</param>
/// <param name="Layers">The layers of the float network that have integers of their own, with their scales.</param>
public sealed record QuantizedModel(KwsModel Model, ImmutableArray<QuantizedLayer> Layers);
