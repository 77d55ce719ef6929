using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>The quantities inside a recurrent layer that hardware must have bits for, by their index.</summary>
/// <remarks>
/// For each gate: the accumulator of the products with its recurrent weights, and the gate's sum with all of its parts. Then the state,
/// and the accumulator of a projection.
/// </remarks>
internal static class RecurrentQuantities
{
    /// <summary>The index of a gate's products.</summary>
    public static int Products(int gate) => 2 * gate;

    /// <summary>The index of a gate's sum.</summary>
    public static int Sum(int gate) => (2 * gate) + 1;

    /// <summary>The index of the state.</summary>
    public static int State(RecurrentLayer layer) => 2 * layer.Gates;

    /// <summary>The index of the projection's sums.</summary>
    public static int Projection(RecurrentLayer layer) => State(layer) + 1;

    /// <summary>The row of peepholes that a gate of an LSTM has: i, f and o have one, the candidate j has none.</summary>
    public static int? PeepholesOf(int gate) => gate switch { 0 => 0, 2 => 1, 3 => 2, _ => null };

    /// <summary>The names of a layer's quantities.</summary>
    public static ImmutableArray<string> NamesOf(RecurrentLayer layer)
    {
        (string gates, string state) = layer is LstmLayer ? ("ijfo", "cell state") : ("run", "state");
        string[] projection = layer is LstmLayer { Projection: not null } ? ["projection sum"] : [];
        return [.. gates.SelectMany(gate => new[] { $"{gate} products", $"{gate} sum" }), state, .. projection];
    }
}
