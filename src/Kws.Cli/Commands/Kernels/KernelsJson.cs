using System.Collections.Immutable;
using Kws.Fast;

namespace Kws.Cli.Commands;

/// <summary>The kernels for programs.</summary>
/// <param name="Default">The kernel that is used where none is asked for; null where KWS_KERNEL is wrong.</param>
/// <param name="Kernels">All of them, the fastest first.</param>
internal sealed record KernelsJson(string? Default, IEnumerable<KernelJson> Kernels)
{
    public static KernelsJson Of(string? defaultName) => new(defaultName, KwsClassifier.Kernels.Select(kernel => new KernelJson(
        kernel.Name,
        kernel.IsSupported,
        kernel.Needs,
        [.. new[] { kernel.ConvolutionMultiply, kernel.OtherMultiply }.Distinct()],
        kernel.Switches)));
}

/// <summary>A kernel.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Supported">Whether this process can run it.</param>
/// <param name="Needs">The instruction sets it needs, as .NET names them.</param>
/// <param name="Multiplies">Its multiply instructions, that of the convolution first.</param>
/// <param name="Switches">The environment variables that turn it off when they are 0.</param>
internal sealed record KernelJson(
    string Name,
    bool Supported,
    ImmutableArray<string> Needs,
    ImmutableArray<MultiplyInstruction> Multiplies,
    ImmutableArray<string> Switches);
