namespace Kws.Fast;

/// <summary>A multiply instruction of the processor.</summary>
/// <param name="Name">The name in manuals, with the width where there are several.</param>
/// <param name="Products">The products of two numbers of the network that one instruction computes.</param>
public sealed record MultiplyInstruction(string Name, int Products);
