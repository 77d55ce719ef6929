namespace Kws.Fast;

/// <summary>A step of the plan by which a kernel computes a model.</summary>
public sealed class KernelStep
{
    internal KernelStep(string layer, string arithmetic) => (Layer, Arithmetic) = (layer, arithmetic);

    /// <summary>The name of the layer.</summary>
    public string Layer { get; }

    /// <summary>The numbers that are multiplied and added, in words.</summary>
    public string Arithmetic { get; }
}
