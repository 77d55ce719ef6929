using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Model;
using Kws.Training.Float.Layers;

namespace Kws.Training.Float.Files;

/// <summary>The tensors of a file while its layers are read. Each belongs to one layer.</summary>
/// <param name="tensors">The tensors.</param>
/// <param name="source">The file in messages.</param>
internal sealed class FloatTensors(IEnumerable<SafeTensor> tensors, string source)
{
    private readonly Dictionary<string, SafeTensor> _unread = tensors.ToDictionary(tensor => tensor.Name);
    private readonly HashSet<string> _read = [];

    /// <summary>Takes the values of a tensor.</summary>
    /// <param name="name">The name.</param>
    /// <param name="axes">The axes that it must have.</param>
    /// <exception cref="KwsFormatException">It is missing, was taken before, or is not as expected.</exception>
    public ImmutableArray<double> Take(string name, params ImmutableArray<TensorAxis> axes) =>
        ImmutableCollectionsMarshal.AsImmutableArray(TakeArray(name, axes));

    /// <summary>Takes a matrix, and gives its columns as rows.</summary>
    /// <inheritdoc cref="Take"/>
    public double[] TakeTransposed(string name, params ImmutableArray<TensorAxis> axes) =>
        Matrix.Transposed(TakeArray(name, axes), axes.Skip(1).Aggregate(1, (count, axis) => count * axis.Length));

    /// <summary>Takes biases; those without a name are 0.</summary>
    /// <inheritdoc cref="Take"/>
    public ImmutableArray<double> TakeBiases(string? name, int count) =>
        name is null ? [.. new double[count]] : Take(name, new TensorAxis("out", count));

    /// <exception cref="KwsFormatException">There are tensors that no layer has taken.</exception>
    public void RefuseOthers()
    {
        if (_unread.Keys.FirstOrDefault() is { } superfluous)
        {
            throw new KwsFormatException(source, 0, $"tensor {Excerpt.Of(superfluous)}: the network has none of this name");
        }
    }

    private double[] TakeArray(string name, ImmutableArray<TensorAxis> axes)
    {
        if (_unread.Remove(name, out SafeTensor? tensor))
        {
            _read.Add(name);
            return tensor.Floats(axes, source);
        }

        string expected = TensorSpec.Text(axes);
        throw new KwsFormatException(
            source, 0,
            _read.Contains(name)
                ? $"tensor {Excerpt.Of(name)} is used twice, expected another one for {expected}"
                : $"tensor {Excerpt.Of(name)} is missing, expected {expected}");
    }
}
