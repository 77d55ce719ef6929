using System.Buffers.Binary;
using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Optimizer;

namespace Kws.Training;

/// <summary>The parts of the state of a trainer, checked.</summary>
internal sealed class StateFile(Dictionary<string, string> metadata, ImmutableArray<SafeTensor> tensors, string source)
{
    private readonly Dictionary<string, SafeTensor> _tensors = tensors.ToDictionary(tensor => tensor.Name);

    public string Required(string key) => metadata.TryGetValue(key, out string? value)
        ? value
        : throw Error($"metadata '{key}' is missing: this is safetensors, but not the state of a trainer");

    public void RequireVersion(string key, string version)
    {
        if (Required(key) is var value && value != version)
        {
            throw Error($"metadata '{key}' is '{Excerpt.Of(value)}', expected '{version}'");
        }
    }

    /// <summary>The values of a tensor: finite numbers in a shape.</summary>
    public double[] Values(string name, int[] shape)
    {
        if (!_tensors.TryGetValue(name, out SafeTensor? tensor))
        {
            throw Error($"tensor {name} is missing");
        }

        if (tensor.Type != "F64" || !tensor.Shape.SequenceEqual(shape))
        {
            throw Error(
                $"tensor {name}: {Excerpt.Of(tensor.Type)} [{string.Join(", ", tensor.Shape)}], expected F64 [{string.Join(", ", shape)}]");
        }

        var values = new double[shape.Aggregate((all, one) => all * one)];
        if (tensor.Data.Length != values.Length * sizeof(double))
        {
            throw Error($"tensor {name}: {tensor.Data.Length} bytes, expected {values.Length * sizeof(double)}");
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(tensor.Data.Span[(i * sizeof(double))..]);
            if (!double.IsFinite(values[i]))
            {
                throw Error(FormattableString.Invariant($"tensor {name}: value {i} is {values[i]}, expected a finite number"));
            }
        }

        return values;
    }

    public void RequireRange(ParameterBlock block)
    {
        foreach (double value in block.Latent.Concat(block.Average))
        {
            if (value < block.Least || value > block.Most)
            {
                throw Error(FormattableString.Invariant(
                    $"tensor {block.Spec.Name}: a value is {value}, expected {block.Least} to {block.Most}"));
            }
        }
    }

    public long Steps(double value) => value is >= 0 and < 1L << 53 && value == Math.Floor(value)
        ? (long)value
        : throw Error(FormattableString.Invariant($"tensor trainer: {value} steps, expected an integer from 0"));

    public void RefuseOthers(IEnumerable<string> names)
    {
        if (_tensors.Keys.Except(names).FirstOrDefault() is { } superfluous)
        {
            throw Error($"tensor {Excerpt.Of(superfluous)}: the network has none of this name");
        }
    }

    private KwsFormatException Error(string problem) => new(source, 0, problem);
}
