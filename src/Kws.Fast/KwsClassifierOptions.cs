namespace Kws.Fast;

/// <summary>How a <see cref="KwsClassifier"/> is made.</summary>
public sealed class KwsClassifierOptions
{
    /// <summary>
    /// The kernel to use, one of the names in <see cref="KwsClassifier.Kernels"/>, in any case. Null takes the one that the environment
    /// variable <c>KWS_KERNEL</c> names, and without that the fastest one for this processor and model.
    /// </summary>
    public string? Kernel { get; init; }
}
