namespace Kws.Model;

/// <summary>The weighted sums of the units that are the output of a <see cref="LstmLayer"/>.</summary>
/// <param name="Weights">The name of the weights: [output][unit].</param>
/// <param name="Outputs">The number of outputs, 1 to 1024.</param>
/// <param name="Shift">log2 of the divisor of the sums, rounded half up, 0 to 31.</param>
public readonly record struct LstmProjection(string Weights, int Outputs, int Shift);
