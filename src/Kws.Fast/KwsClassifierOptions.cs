namespace Kws.Fast;

/// <summary>The options of a <see cref="KwsClassifier"/>.</summary>
public sealed class KwsClassifierOptions
{
    /// <summary>
    /// The kernel to use, one of the names in <see cref="KwsClassifier.Kernels"/>, in any case. Null takes the one that the environment
    /// variable <c>KWS_KERNEL</c> names, and without that the fastest one for this processor and model.
    /// </summary>
    public string? Kernel { get; init; }
}
