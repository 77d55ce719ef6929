using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// The numbers of a network of <see cref="Dnn"/>, <see cref="Cnn"/> or <see cref="BiasedDsCnn"/> that <c>model_size_info</c> does not
/// have.
/// </summary>
public sealed class FamilyOptions
{
    /// <summary>The number of labels, 1 to 1024.</summary>
    public int LabelCount { get; init; } = 12;

    /// <summary>Time frames of a fingerprint: 49 with a hop of 20 ms, 25 with 40 ms.</summary>
    public int Frames { get; init; } = 49;

    /// <summary>MFCC coefficients of a frame.</summary>
    public int Coefficients { get; init; } = 10;

    /// <summary>The bits of a value of the fingerprint, 2 to 8.</summary>
    public int InputBits { get; init; } = 8;

    /// <summary>The bits of a weight, 2 to 8.</summary>
    public int WeightBits { get; init; } = 8;

    /// <summary>
    /// The requantisation after each layer with weights, in their order; null for none. If empty, the sums are divided by 128, rounded
    /// half up and saturated to 8 bits, with the ReLU of the family; the logits are sums.
    /// </summary>
    public ImmutableArray<RequantizationSpec?> Requantizations { get; init; } = [];
}
