using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Export;

/// <summary>Values with a name, axes in the order of storage (the last one varies fastest) and a width.</summary>
internal sealed record VectorTensor
{
    public VectorTensor(string name, ImmutableArray<TensorAxis> axes, int bits, ImmutableArray<int> values)
    {
        // Cut off to the width, a value that is too wide would be another one, and nothing would tell.
        if (values.Any(value => ValueRange.Of(value).Bits > bits))
        {
            throw new ArgumentException($"{name}: a value does not fit {bits} bits", nameof(values));
        }

        Name = name;
        Axes = axes;
        Bits = bits;
        Values = values;
    }

    public string Name { get; }

    public ImmutableArray<TensorAxis> Axes { get; }

    /// <summary>The bits of two's complement that hold every value the tensor can have.</summary>
    public int Bits { get; }

    public ImmutableArray<int> Values { get; }

    /// <summary>The name as <c>weight.h</c> writes it, which is a name for a file too.</summary>
    public string FileName => Name.Replace('/', '_').Replace(':', '_');

    /// <summary>Name, axes and width as comments show them.</summary>
    public override string ToString() => $"{Name} {string.Concat(Axes.Select(axis => $"[{axis.Name} {axis.Length}]"))}, {Bits} bits";
}
