using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// One layer of a network as data: everything that decides its integers but the trained values. The kinds are the sealed records of this
/// namespace that derive from it.
/// </summary>
public abstract record Layer
{
    /// <summary>The largest number of channels.</summary>
    public const int MaxChannels = 4096;

    private protected Layer(string name, TensorShape input, TensorShape output)
    {
        (Name, Input, Output) = (Names.Check(name), input, output);
        if (output.Channels is < 1 or > MaxChannels)
        {
            throw new ArgumentException($"{name}: channels is {output.Channels}, expected 1 to {MaxChannels}");
        }
    }

    /// <summary>The name in traces and recorded cases, for instance <c>conv_1</c> or <c>conv_1/floor8</c>.</summary>
    public string Name { get; }

    /// <summary>The shape of the input.</summary>
    public TensorShape Input { get; }

    /// <summary>The shape of the output.</summary>
    public TensorShape Output { get; }

    /// <summary>The tensors of trained values, in their order in a model; none for most kinds.</summary>
    public virtual ImmutableArray<TensorSpec> Tensors => [];

    /// <summary>Prints name and output shape.</summary>
    public sealed override string ToString() => $"{Name} {Output}";
}
