namespace Kws.Hardware.Benchmarking;

/// <summary>One multiply instruction, in a form that can be chained.</summary>
/// <typeparam name="TRegister">The register it works on.</typeparam>
internal interface IMultiply<TRegister>
{
    /// <summary>The instruction's result, which depends on <paramref name="chain"/>; what it is does not matter.</summary>
    static abstract TRegister Step(TRegister chain, TRegister factor);
}
