using System.Collections.Immutable;

namespace Kws.Fast;

/// <summary>A kernel of this library.</summary>
/// <param name="Name">Its name: what <see cref="KwsClassifierOptions.Kernel"/> takes.</param>
/// <param name="InstructionSets">The instruction sets it needs, for people to read.</param>
/// <param name="IsSupported">Whether this processor (and this process's settings) can run it.</param>
public sealed record KernelInfo(string Name, string InstructionSets, bool IsSupported)
{
    /// <summary>The same instruction sets as .NET names them: a class of <c>System.Runtime.Intrinsics</c> each.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>The environment variables of .NET that turn the kernel off when they are 0.</summary>
    public ImmutableArray<string> Switches { get; init; } = [];

    /// <summary>The instruction that multiplies in the first layer, whose inputs have 6 bits.</summary>
    public required MultiplyInstruction ConvolutionMultiply { get; init; }

    /// <summary>The instruction that multiplies the wider numbers of the other layers.</summary>
    public required MultiplyInstruction OtherMultiply { get; init; }
}
