using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Hardware.Export.Onnx.Layers;

/// <summary>Gated recurrent units.</summary>
internal static class GruNodes
{
    public static string Add(OnnxLayers to, GruLayer layer, ImmutableArray<ValueRange> input)
    {
        var nodes = new RecurrentNodes(to, layer, input);
        string before = nodes.State("state", layer.Units);
        string[] frame = nodes.Split(nodes.Frame, ("frame/ru", 2), ("frame/n", 1));

        // 1 - sigmoid(a) is the sigmoid of -a: the table of tanh is odd.
        string arguments = nodes.Arguments(
            "ru/argument", nodes.Sums("sums/ru", firstGate: 0, gates: 2, nodes.Before, frame[0]), GateFunction.Sigmoid);
        string negated = nodes.Node("Neg", "u/negated", nodes.Split(arguments, ("r/argument", 1), ("u/argument", 1))[1]);
        string all = nodes.Look("gates", nodes.Concat("gates/argument", arguments, negated), GateFunction.Sigmoid);
        string[] gates = nodes.Split(all, ("r", 1), ("u", 1), ("u/rest", 1));

        string reset = nodes.Output("reset", nodes.Fraction("reset/product", gates[0], before));
        string operand = nodes.Operand("reset/operand", reset);
        string candidate = nodes.Gates("n", nodes.Sums("sums/n", firstGate: 2, gates: 1, operand, frame[1]), GateFunction.Tanh);
        string sum = nodes.Node(
            "Add", "state/wide", nodes.Fraction("state/kept", gates[1], before), nodes.Fraction("state/new", gates[2], candidate));
        string state = nodes.Clip("state", sum, short.MinValue, short.MaxValue);
        return nodes.Add(nodes.Output("output", state), state);
    }
}
