using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.FrontEnd;

namespace Kws.Training.Import.TensorFlow;

/// <summary>
/// Reads a network out of a graph: from the logits back to the features, node by node, then forward, where the shapes are known, layer by
/// layer.
/// </summary>
internal sealed class NetworkReader(Graph graph)
{
    private const string Softmax = "labels_softmax";

    private readonly GraphConstants _constants = new(graph);

    /// <summary>The nodes of the path, each with the layer or change that it adds; the first node is on top.</summary>
    private readonly Stack<(GraphNode Node, Action<LayerBuilder> Add)> _steps = [];

    /// <summary>Reads the network.</summary>
    /// <exception cref="KwsFormatException">A node does not fit; the message names it.</exception>
    /// <exception cref="ArgumentException">The network is too large, or has another number of labels.</exception>
    public FloatNetwork Read(ImmutableArray<string> labels)
    {
        GraphValue value = graph.Input(graph.Find(Softmax, "a Softmax of that name over the logits"), "Softmax");
        var path = new HashSet<GraphNode>();
        while (value.Node.Operator != "Mfcc")
        {
            if (!path.Add(value.Node))
            {
                throw value.Node.Error("the graph goes in a circle, expected a path from Mfcc to the logits");
            }

            value = Before(value);
        }

        FloatFrontEnd frontEnd = FrontEndReader.Read(graph, value);
        var layers = new LayerBuilder(frontEnd.Output);
        while (_steps.TryPop(out (GraphNode Node, Action<LayerBuilder> Add) step))
        {
            try
            {
                step.Add(layers);
            }
            catch (ArgumentException e)
            {
                throw step.Node.Error(e);
            }
        }

        return new FloatNetwork(frontEnd, layers.Layers, labels);
    }

    /// <summary>Takes the node that gives a value as a step, and returns the value that it computes it from.</summary>
    private GraphValue Before(GraphValue value)
    {
        GraphNode node = value.Node;
        GraphValue[] Inputs(int count) => graph.Inputs(value, node.Operator, count);
        GraphValue Take(GraphValue[] inputs, Action<LayerBuilder, Constant[]> step)
        {
            Constant[] constants = [.. inputs.Skip(1).Select(_constants.Of)];
            Push(node, layers => step(layers, constants));
            return inputs[0];
        }

        return node.Operator switch
        {
            "Identity" => Inputs(1)[0],
            "Relu" => Take(Inputs(1), (layers, _) => layers.Relu(node)),
            "Reshape" => Take(Inputs(2), (layers, shape) => layers.Reshape(node, shape[0])),
            "Squeeze" => Take(Inputs(1), (layers, _) => layers.Squeeze(node)),
            "Conv2D" => Take(Inputs(2), (layers, weights) => layers.Convolution(node, weights[0])),
            "DepthwiseConv2dNative" => Take(Inputs(2), (layers, weights) => layers.DepthwiseConvolution(node, weights[0])),
            "MatMul" => Take(Inputs(2), (layers, weights) => layers.FullyConnected(node, weights[0])),
            "AvgPool" => Take(Inputs(1), (layers, _) => layers.AveragePool(node)),
            "Add" or "BiasAdd" => Take(Inputs(2), (layers, biases) => layers.Shift(node, biases[0])),
            "Mul" => Take(Inputs(2), (layers, scale) => layers.Scale(node, scale[0])),
            "FusedBatchNorm" => Take(Inputs(5), (layers, constants) => layers.Normalise(node, constants)),
            "Exit" => Loop(value),
            _ => throw node.Error("expected an operator of a DNN, CNN, DS-CNN, LSTM, GRU or CRNN, or Mfcc"),
        };
    }

    private GraphValue Loop(GraphValue exit)
    {
        var loop = new WhileLoop(graph, _constants, exit);
        Push(exit.Node, layers => layers.LastFrame(exit.Node));
        GraphValue value = loop.Result;
        var cells = new HashSet<GraphValue>();
        do
        {
            if (!cells.Add(value))
            {
                throw value.Node.Error("the cells of the loop read each other in a circle");
            }

            RecurrentCell cell = RecurrentCell.Read(loop, value);
            Push(value.Node, layers => layers.Recurrent(cell));
            value = cell.Input;
        }
        while (value.Node.Operator != WhileLoop.FrameOperator);

        GraphValue frames = loop.FramesOf(value);
        Push(exit.Node, layers => layers.RequireFrames(exit.Node, loop.Turns));
        return frames;
    }

    private void Push(GraphNode node, Action<LayerBuilder> step)
    {
        if (_steps.Count == Network.MaxLayers)
        {
            throw node.Error($"more than {Network.MaxLayers} operators follow up to the logits");
        }

        _steps.Push((node, step));
    }
}
