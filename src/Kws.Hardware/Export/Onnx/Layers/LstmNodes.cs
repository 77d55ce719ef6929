using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Long short-term memory.</summary>
internal static class LstmNodes
{
    public static string Add(OnnxLayers to, LstmLayer layer, ImmutableArray<ValueRange> input)
    {
        var nodes = new RecurrentNodes(to, layer, input);
        string before = nodes.State("cell", layer.Units);
        string sums = nodes.Sums("sums", firstGate: 0, LstmLayer.GateCount, nodes.Before, nodes.Frame);
        string cell;
        string outputGate;
        if (layer.Peepholes is { } peepholes)
        {
            (cell, outputGate) = WithPeepholes(nodes, layer, to.ValuesOf(peepholes), before, sums);
        }
        else
        {
            string all = nodes.Gates("gates", sums, GateFunction.Sigmoid, GateFunction.Tanh, GateFunction.Sigmoid, GateFunction.Sigmoid);
            string[] gates = nodes.Split(all, ("i", 1), ("j", 1), ("f", 1), ("o", 1));
            (cell, outputGate) = (Cell(nodes, layer, before, gates), gates[3]);
        }

        string h = nodes.Output("h", nodes.Fraction("h/product", outputGate, TanhOfCell(nodes, layer, cell)));
        return nodes.Add(layer.Projection is null ? h : nodes.Projected(layer, h), cell);
    }

    /// <summary>The new cell state and the output gate, which sees it; the other gates see the state before.</summary>
    private static (string Cell, string OutputGate) WithPeepholes(
        RecurrentNodes nodes, LstmLayer layer, ImmutableArray<int> peepholes, string before, string sums)
    {
        int units = layer.Units;
        string[] parts = nodes.Split(sums, ("sums/ijf", 3), ("sums/o", 1));

        // The candidate j has no peephole.
        int[] weights = [.. peepholes[..units], .. Enumerable.Repeat(0, units), .. peepholes[units..(2 * units)]];
        string seen = nodes.Node(
            "Mul", "peepholes/ijf", nodes.Concat("cell/ijf", before, before, before),
            nodes.Weights("peepholes/ijf", weights, layer.PeepholeShift));
        string all = nodes.Gates(
            "gates", nodes.Node("Add", "sums/ijf/seen", parts[0], seen), GateFunction.Sigmoid, GateFunction.Tanh, GateFunction.Sigmoid);
        string cell = Cell(nodes, layer, before, nodes.Split(all, ("i", 1), ("j", 1), ("f", 1)));
        string seenByOutput = nodes.Node(
            "Mul", "peepholes/o", cell, nodes.Weights("peepholes/o", [.. peepholes.Skip(2 * units)], layer.PeepholeShift));
        return (cell, nodes.Gates("o", nodes.Node("Add", "sums/o/seen", parts[1], seenByOutput), GateFunction.Sigmoid));
    }

    /// <summary>f c + i j, saturated to 16 bits; i j has 15 bits behind the binary point, c fewer.</summary>
    private static string Cell(RecurrentNodes nodes, LstmLayer layer, string before, string[] gates)
    {
        string added = nodes.Scaled("ij", nodes.Fraction("ij/wide", gates[0], gates[1]), layer.CellFraction - TanhTable.ValueFraction);
        string kept = nodes.Fraction("fc", gates[2], before);
        return nodes.Clip("cell", nodes.Node("Add", "cell/wide", kept, added), short.MinValue, short.MaxValue);
    }

    private static string TanhOfCell(RecurrentNodes nodes, LstmLayer layer, string cell)
    {
        int shift = TanhTable.ArgumentFraction + 1 - layer.CellFraction;
        int most = TanhTable.MaxArgument >> shift;
        string argument = nodes.Scaled("cell/argument", nodes.Clip("cell/clipped", cell, -most, most), shift);
        return nodes.Look("cell/tanh", argument, GateFunction.Tanh);
    }
}
