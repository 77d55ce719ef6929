namespace Kws.Training.Quantize;

/// <summary>A layer of a quantised network, as it is on the calibration set.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="WeightFraction">The bits of a weight behind the binary point; null for a pool.</param>
/// <param name="OutputFraction">The bits of an output behind the binary point.</param>
/// <param name="Saturated">The part of the outputs that are the least or the greatest integer of 8 bits.</param>
/// <param name="Error">
/// The root of the mean square of the difference to the float network, as a part of the root of the mean square of its outputs.
/// </param>
public sealed record QuantizedLayer(string Name, int? WeightFraction, int OutputFraction, double Saturated, double Error);
