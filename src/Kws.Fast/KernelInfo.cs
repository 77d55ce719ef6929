namespace Kws.Fast;

/// <summary>A kernel of this library.</summary>
/// <param name="Name">Its name: what <see cref="KwsClassifierOptions.Kernel"/> takes.</param>
/// <param name="InstructionSets">The instruction sets it needs, for people to read.</param>
/// <param name="IsSupported">Whether this processor (and this process's settings) can run it.</param>
public sealed record KernelInfo(string Name, string InstructionSets, bool IsSupported);
