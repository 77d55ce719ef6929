namespace Kws.Model;

/// <summary>The weights by which the gates of a <see cref="LstmLayer"/> see the cell state.</summary>
/// <param name="Weights">The name of the weights: [gate i, f, o][unit].</param>
/// <param name="Shift">log2 of the factor of their product with the cell state in a gate's sum, 0 to 15.</param>
public readonly record struct LstmPeepholes(string Weights, int Shift);
