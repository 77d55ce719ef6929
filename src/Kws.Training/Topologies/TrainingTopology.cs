using Kws.Model;

namespace Kws.Training.Topologies;

/// <summary>A network to train, for any number of labels.</summary>
public sealed class TrainingTopology
{
    private const int SixBits = 6;
    private const int EightBits = 8;

    private static readonly FrontEnd FineFrontEnd = new() { Bits = EightBits, FractionBits = 2 };

    private readonly Func<int, FrontEnd, int, Network> _create;

    private TrainingTopology(int weightBits, bool hasScaledLogits, FrontEnd frontEnd, Func<int, FrontEnd, int, Network> create) =>
        (DefaultWeightBits, HasScaledLogits, FrontEnd, _create) = (weightBits, hasScaledLogits, frontEnd, create);

    /// <summary>The bits of a weight if nobody asks for others.</summary>
    public int DefaultWeightBits { get; }

    /// <summary>True if the logits are divided so that they can be trained for the scale of <c>Scores</c>.</summary>
    public bool HasScaledLogits { get; }

    /// <summary>
    /// The front end to train with. Integers of 6 bits, which a DS-CNN without saturation takes, leave the higher coefficients three or
    /// four steps; all others take 8 bits, with steps of a quarter.
    /// </summary>
    public FrontEnd FrontEnd { get; }

    /// <summary>
    /// The topology of a size. A small DS-CNN is <see cref="DsCnn.Default"/>. The layers of all others are divided, rounded half up,
    /// saturated to 8 bits and have biases; those that follow each other have ReLU.
    /// </summary>
    /// <param name="family">The family.</param>
    /// <param name="size">The size.</param>
    /// <exception cref="ArgumentOutOfRangeException">Family or size is no value of its enumeration.</exception>
    public static TrainingTopology Of(NetworkFamily family, NetworkSize size) => (family, size) switch
    {
        (NetworkFamily.DsCnn, NetworkSize.Small) => Parse(family, DsCnn.DefaultModelSizeInfo),
        (NetworkFamily.DsCnn, NetworkSize.Medium) => Biased("3 64 4 4 2 2 64 3 3 2 2 64 3 3 1 1"),
        (NetworkFamily.DsCnn, NetworkSize.Large) => Biased("4 64 4 4 2 2 64 3 3 2 2 64 3 3 1 1 64 3 3 1 1"),
        (NetworkFamily.Dnn, NetworkSize.Small) => Parse(family, "144 144 144"),
        (NetworkFamily.Dnn, NetworkSize.Medium) => Parse(family, "256 256 256"),
        (NetworkFamily.Dnn, NetworkSize.Large) => Parse(family, "436 436 436"),
        (NetworkFamily.Cnn, NetworkSize.Small) => Parse(family, "28 10 4 1 1 30 10 4 2 1 16 128"),
        (NetworkFamily.Cnn, NetworkSize.Medium) => Parse(family, "64 10 4 1 1 48 10 4 2 1 16 128"),
        (NetworkFamily.Cnn, NetworkSize.Large) => Parse(family, "60 10 4 1 1 76 10 4 2 1 58 128"),
        _ => throw new ArgumentOutOfRangeException(nameof(size), $"{family} {size}: there is no such topology"),
    };

    /// <summary>The topology of numbers. Those of a DS-CNN are of <see cref="DsCnn"/>, without biases and ReLU.</summary>
    /// <param name="family">The family.</param>
    /// <param name="modelSizeInfo">The numbers, which are checked when a network is made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The family is no value of its enumeration.</exception>
    public static TrainingTopology Parse(NetworkFamily family, string modelSizeInfo)
    {
        ArgumentNullException.ThrowIfNull(modelSizeInfo);
        return family switch
        {
            NetworkFamily.DsCnn => new(SixBits, hasScaledLogits: false, new FrontEnd(), (labels, frontEnd, bits) =>
                DsCnn.Parse(modelSizeInfo, labels, frontEnd.FrameCount, frontEnd.CoefficientCount, bits)),
            NetworkFamily.Dnn => Saturated(options => Dnn.Parse(modelSizeInfo, options)),
            NetworkFamily.Cnn => Saturated(options => Cnn.Parse(modelSizeInfo, options)),
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "expected a value of the enumeration"),
        };
    }

    /// <summary>Makes the network.</summary>
    /// <param name="labelCount">The number of labels.</param>
    /// <param name="frontEnd">The front end, whose fingerprints the network takes.</param>
    /// <param name="weightBits">The bits of a weight; null for <see cref="DefaultWeightBits"/>.</param>
    /// <exception cref="FormatException">The numbers are not those of the family.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public Network Create(int labelCount, FrontEnd frontEnd, int? weightBits = null)
    {
        ArgumentNullException.ThrowIfNull(frontEnd);
        return _create(labelCount, frontEnd, weightBits ?? DefaultWeightBits);
    }

    private static TrainingTopology Biased(string modelSizeInfo) =>
        Saturated(options => BiasedDsCnn.Parse(modelSizeInfo, options));

    private static TrainingTopology Saturated(Func<FamilyOptions, Network> create) =>
        new(EightBits, hasScaledLogits: true, FineFrontEnd, (labels, frontEnd, bits) => TrainingShifts.Apply(
            new FamilyOptions
            {
                LabelCount = labels,
                Frames = frontEnd.FrameCount,
                Coefficients = frontEnd.CoefficientCount,
                InputBits = frontEnd.Bits,
                WeightBits = bits,
            },
            create));
}
