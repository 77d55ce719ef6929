using System.Collections.Immutable;
using Google.Protobuf;
using Kws.Model;
using Kws.Training.Float;

namespace Kws.Training.Import.TensorFlow;

/// <summary>
/// Frozen TensorFlow graphs (.pb) of networks that spot keywords: from the bytes of a WAV file to a Softmax over the labels.
/// docs/use/import.md describes the graphs.
/// </summary>
public static class TensorFlowGraph
{
    /// <summary>The longest file, in bytes.</summary>
    public const int MaxFileLength = 1 << 24;

    /// <summary>
    /// Reads a graph. The network has the front end and the layers of the graph, with batch normalisation folded into weights and biases.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="labels">The names of the labels, one per logit, as <see cref="LabelFile"/> reads them.</param>
    /// <exception cref="KwsFormatException">
    /// The file is missing or damaged, is not a graph of this kind, or has another number of logits. The message names the file, and the
    /// first node that does not fit.
    /// </exception>
    public static FloatNetwork Import(string path, ImmutableArray<string> labels)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Import(FolderFile.Read(path, MaxFileLength), path, labels);
    }

    /// <summary>Reads a graph from all bytes of a file.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="source">The name of the file in messages.</param>
    /// <param name="labels">The names of the labels.</param>
    internal static FloatNetwork Import(byte[] bytes, string source, ImmutableArray<string> labels)
    {
        var graph = new Graph(Parse(bytes, source), source);
        try
        {
            return new NetworkReader(graph).Read(labels);
        }
        catch (ArgumentException e)
        {
            throw KwsFormatException.Of(source, e);
        }
    }

    private static GraphDef Parse(byte[] bytes, string source)
    {
        try
        {
            CheckNodeCount(bytes, source);
            return GraphDef.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw new KwsFormatException(source, 0, "this is not a TensorFlow graph (a binary GraphDef), or it is cut off");
        }
    }

    /// <summary>
    /// Counts the nodes before they are read: an empty one takes 2 bytes in a file, but a hundred times as many in memory.
    /// </summary>
    private static void CheckNodeCount(byte[] bytes, string source)
    {
        int count = 0;
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is not 0 and uint tag)
        {
            if (WireFormat.GetTagFieldNumber(tag) == GraphDef.NodeFieldNumber && ++count > Graph.MaxNodes)
            {
                throw new KwsFormatException(source, 0, $"the graph has more than {Graph.MaxNodes} nodes");
            }

            input.SkipLastField();
        }
    }
}
