using System.Collections.Immutable;
using System.Globalization;

namespace Kws.Model;

/// <summary>
/// The dimensions of an integer DS-CNN: one VALID convolution, then one or more depthwise-separable blocks with SAME
/// padding, then one fully connected layer. A floor division follows the convolution (by 8), every depthwise
/// convolution (by 16) and every pointwise convolution (by 256); the global max pool stands between the depthwise and
/// the pointwise convolution of the last block.
/// </summary>
/// <remarks>Immutable; two topologies with the same numbers are equal.</remarks>
public sealed class Network : IEquatable<Network>
{
    /// <summary>log2 of the divisor after the convolution.</summary>
    public const int ConvolutionShift = 3;

    /// <summary>log2 of the divisor after every depthwise convolution.</summary>
    public const int DepthwiseShift = 4;

    /// <summary>log2 of the divisor after every pointwise convolution.</summary>
    public const int PointwiseShift = 8;

    /// <summary>The greatest number of depthwise-separable blocks.</summary>
    public const int MaxBlocks = 32;

    /// <summary>Makes a topology.</summary>
    /// <param name="convolution">The first layer.</param>
    /// <param name="blocks">The depthwise-separable blocks, 1 to <see cref="MaxBlocks"/>.</param>
    /// <param name="labelCount">Number of labels, 1 to 1024.</param>
    /// <param name="frames">Time frames of a fingerprint.</param>
    /// <param name="coefficients">MFCC coefficients of a frame.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the convolution's kernel is larger than the fingerprint.</exception>
    public Network(
        ConvolutionSpec convolution, IEnumerable<ConvolutionSpec> blocks, int labelCount = 4, int frames = 30, int coefficients = 10)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        Convolution = convolution;
        Blocks = [.. blocks];
        Input = new TensorShape(frames, coefficients, 1);
        LabelCount = labelCount;

        ConvolutionSpec.CheckDimension(labelCount, "number of labels");
        ConvolutionSpec.CheckDimension(frames, "number of frames");
        ConvolutionSpec.CheckDimension(coefficients, "number of coefficients");
        convolution.Validate("conv_1");
        if (Blocks.Length is < 1 or > MaxBlocks)
        {
            throw new ArgumentException(
                $"{Blocks.Length} depthwise-separable blocks, expected 1 to {MaxBlocks}: the max pool stands inside the last one");
        }

        for (int i = 0; i < Blocks.Length; i++)
        {
            Blocks[i].Validate($"conv_ds_{i + 1}");
        }

        if (convolution.KernelTime > frames || convolution.KernelFrequency > coefficients)
        {
            throw new ArgumentException(
                $"conv_1: kernel {convolution.KernelTime} x {convolution.KernelFrequency} is larger than the fingerprint {frames} x {coefficients}");
        }

        Layers = LayerPlan.Build(this);
        Tensors = [.. Layers.SelectMany(layer => new[] { layer.Weights, layer.Biases }).OfType<TensorSpec>()];
    }

    /// <summary>The topology of the trained model: <c>2 48 4 4 2 2 16 3 3 1 1</c> on 30 x 10 fingerprints with 4 labels.</summary>
    public static Network Default { get; } = new(new(48, 4, 4, 2, 2), [new(16, 3, 3, 1, 1)]);

    /// <summary>The shape of a fingerprint: 30 frames x 10 coefficients x 1.</summary>
    public TensorShape Input { get; }

    /// <summary>The first layer.</summary>
    public ConvolutionSpec Convolution { get; }

    /// <summary>The depthwise-separable blocks.</summary>
    public ImmutableArray<ConvolutionSpec> Blocks { get; }

    /// <summary>How many labels, and so logits, there are.</summary>
    public int LabelCount { get; }

    /// <summary>All layers in the order of computation; the output of the last one is the logits.</summary>
    public ImmutableArray<Layer> Layers { get; }

    /// <summary>The tensors that a model of this topology consists of, in the order of <c>weight.h</c>.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>
    /// Reads <c>model_size_info</c>: the number of layers, then for each layer channels, kernel time, kernel frequency,
    /// stride time, stride frequency, separated by blanks or commas.
    /// </summary>
    /// <param name="modelSizeInfo">For instance <c>2 48 4 4 2 2 16 3 3 1 1</c>.</param>
    /// <param name="labelCount">Number of labels, which <c>model_size_info</c> does not say.</param>
    /// <param name="frames">Time frames of a fingerprint, which it does not say either.</param>
    /// <param name="coefficients">MFCC coefficients of a frame, likewise.</param>
    /// <exception cref="FormatException">The text is not a list of integers of the right length.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static Network Parse(string modelSizeInfo, int labelCount = 4, int frames = 30, int coefficients = 10)
    {
        ArgumentNullException.ThrowIfNull(modelSizeInfo);
        string[] words = modelSizeInfo.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var numbers = new int[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                throw new FormatException($"model_size_info: number {i} is '{Excerpt.Of(words[i])}', expected an integer");
            }
        }

        int layers = numbers.Length > 0 ? numbers[0] : 0;
        if (numbers.Length == 0 || numbers.Length != 1 + (5L * layers))
        {
            throw new FormatException(
                $"model_size_info: {numbers.Length} numbers for {layers} layers, expected the number of layers and then 5 numbers for each");
        }

        var specs = numbers[1..].Chunk(5).Select(n => new ConvolutionSpec(n[0], n[1], n[2], n[3], n[4])).ToArray();
        return DsCnn.Create(specs.FirstOrDefault(), specs.Skip(1), labelCount, frames, coefficients);
    }

    /// <summary>Prints <c>model_size_info</c>, which <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        string.Join(' ', new[] { Convolution }.Concat(Blocks).Aggregate(
            new List<int> { 1 + Blocks.Length },
            (list, s) => [.. list, s.Channels, s.KernelTime, s.KernelFrequency, s.StrideTime, s.StrideFrequency]));

    /// <inheritdoc/>
    public bool Equals(Network? other) =>
        other is not null && Input == other.Input && LabelCount == other.LabelCount
        && Convolution == other.Convolution && Blocks.AsSpan().SequenceEqual(other.Blocks.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Network);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, LabelCount, Convolution, Blocks.Length, Blocks[^1]);
}
