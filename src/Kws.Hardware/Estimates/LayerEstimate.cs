namespace Kws.Hardware.Estimates;

/// <summary>The cost of a layer, with the requantisation after it, in one inference.</summary>
/// <param name="Name">The layer; <c>logits</c> for the report of the logits at the end.</param>
/// <param name="Requantization">The requantisation that is part of it, or null.</param>
/// <param name="Multiplies">Products with weights, those with zeros beyond an edge included.</param>
/// <param name="Cycles">
/// The cycles from the first read of the layer to that of the next one, as the Verilog takes them; null where there is no circuit.
/// </param>
/// <param name="WaitCycles">Those of them in which nothing is read: pipeline stages at the end, and divisions; null likewise.</param>
/// <param name="WeightBitsRead">The bits read from the memories of weights and biases; null likewise.</param>
/// <param name="ValueBitsRead">The bits read from the memories of values; null likewise.</param>
/// <param name="OperandBits">The width of values that are multiplied; null for layers that do not multiply.</param>
/// <param name="WeightBits">The width of weights; null likewise.</param>
/// <param name="ProductBits">The width of products; null likewise.</param>
/// <param name="SumBits">The width of the accumulator; null for layers that have none.</param>
/// <param name="ValueBits">The width of the values that the layer gives, after the requantisation.</param>
public sealed record LayerEstimate(
    string Name, string? Requantization, long Multiplies, long? Cycles, long? WaitCycles, long? WeightBitsRead, long? ValueBitsRead,
    int? OperandBits, int? WeightBits, int? ProductBits, int? SumBits, int ValueBits);
