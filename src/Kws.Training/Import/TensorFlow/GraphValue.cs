using Kws.Model;

namespace Kws.Training.Import.TensorFlow;

/// <summary>A value that flows along an edge of a graph: an output of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Output">The output, counted from 0.</param>
internal readonly record struct GraphValue(GraphNode Node, int Output = 0)
{
    /// <summary>Fails unless this is a certain value.</summary>
    /// <param name="expected">The value.</param>
    /// <param name="role">The name of the value in messages.</param>
    public void Require(GraphValue expected, string role)
    {
        if (this != expected)
        {
            throw Node.Error(
                $"output {Output} is read as {role}, expected output {expected.Output} of '{Excerpt.Of(expected.Node.Name)}'");
        }
    }
}
