namespace Kws.Hardware.Benchmarking;

/// <summary>A multiply instruction of the processor.</summary>
/// <param name="name">What manuals call it, and its width where it has several.</param>
/// <param name="multiplyAccumulates">How many products of two numbers of the network it computes.</param>
public abstract class MultiplyInstruction(string name, int multiplyAccumulates)
{
    /// <summary>The name in manuals, with the width where there are several.</summary>
    public string Name => name;

    /// <summary>The number of products of two numbers of the network that it computes.</summary>
    public int MultiplyAccumulates => multiplyAccumulates;

    /// <summary>Measures how long one takes where nothing but their number matters.</summary>
    internal abstract Measurement Measure();
}
