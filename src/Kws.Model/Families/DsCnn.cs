using System.Collections.Immutable;

namespace Kws.Model;

/// <summary>
/// The family of the integer DS-CNN: one VALID convolution, then one or more depthwise-separable blocks with SAME padding, then one fully
/// connected layer. A floor division follows the convolution (by 8), every depthwise convolution (by 16) and every pointwise convolution
/// (by 256); the global max pool is between the depthwise and the pointwise convolution of the last block.
/// </summary>
public static class DsCnn
{
    /// <summary>log2 of the divisor after the convolution.</summary>
    public const int ConvolutionShift = 3;

    /// <summary>log2 of the divisor after every depthwise convolution.</summary>
    public const int DepthwiseShift = 4;

    /// <summary>log2 of the divisor after every pointwise convolution.</summary>
    public const int PointwiseShift = 8;

    /// <summary>The largest number of depthwise-separable blocks.</summary>
    public const int MaxBlocks = 32;

    /// <summary><c>model_size_info</c> of <see cref="Default"/>.</summary>
    public const string DefaultModelSizeInfo = "2 48 4 4 2 2 16 3 3 1 1";

    private const string Scope = "DS-CNN/";
    private const int DefaultWeightBits = 6;

    /// <summary>The network of the trained model: <c>2 48 4 4 2 2 16 3 3 1 1</c> on 30 x 10 fingerprints with 4 labels.</summary>
    public static Network Default { get; } = Parse(DefaultModelSizeInfo);

    /// <summary>Makes a network.</summary>
    /// <param name="convolution">The first layer.</param>
    /// <param name="blocks">The depthwise-separable blocks, 1 to <see cref="MaxBlocks"/>.</param>
    /// <param name="labelCount">Number of labels, 1 to 1024.</param>
    /// <param name="frames">Time frames of a fingerprint.</param>
    /// <param name="coefficients">MFCC coefficients of a frame.</param>
    /// <param name="weightBits">The bits of a weight, 2 to 8.</param>
    /// <exception cref="ArgumentException">
    /// A number is out of range, or the convolution's kernel is larger than the fingerprint.
    /// </exception>
    public static Network Create(
        ConvolutionSpec convolution,
        IEnumerable<ConvolutionSpec> blocks,
        int labelCount = 4,
        int frames = 30,
        int coefficients = 10,
        int weightBits = DefaultWeightBits)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ImmutableArray<ConvolutionSpec> all = [.. blocks];
        Window.CheckDimension(labelCount, "number of labels");
        Window.CheckDimension(frames, "number of frames");
        Window.CheckDimension(coefficients, "number of coefficients");
        if (all.Length is < 1 or > MaxBlocks)
        {
            throw new ArgumentException(
                $"{all.Length} depthwise-separable blocks, expected 1 to {MaxBlocks}: the max pool is inside the last one");
        }

        var input = new TensorShape(frames, coefficients, 1);
        return new Network(input, Layers(convolution, all, labelCount, input, weightBits));
    }

    /// <summary>
    /// Reads <c>model_size_info</c>: the number of layers, then for each layer channels, kernel time, kernel frequency,
    /// stride time, stride frequency, separated by spaces or commas.
    /// </summary>
    /// <param name="modelSizeInfo">For instance <c>2 48 4 4 2 2 16 3 3 1 1</c>.</param>
    /// <param name="labelCount">Number of labels, which <c>model_size_info</c> does not say.</param>
    /// <param name="frames">Time frames of a fingerprint, which it does not say either.</param>
    /// <param name="coefficients">MFCC coefficients of a frame, likewise.</param>
    /// <param name="weightBits">The bits of a weight, 2 to 8, likewise.</param>
    /// <exception cref="FormatException">The text is not a list of integers of the right length.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static Network Parse(
        string modelSizeInfo, int labelCount = 4, int frames = 30, int coefficients = 10, int weightBits = DefaultWeightBits)
    {
        ArgumentNullException.ThrowIfNull(modelSizeInfo);
        ConvolutionSpec[] specs = Model.ModelSizeInfo.Specs(modelSizeInfo);
        return Create(specs.FirstOrDefault(), specs.Skip(1), labelCount, frames, coefficients, weightBits);
    }

    /// <summary>True for the network of the trained model, with any number of labels.</summary>
    /// <param name="network">Any network.</param>
    public static bool IsDefault(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Equals(
            network.LabelCount == Default.LabelCount ? Default : Parse(DefaultModelSizeInfo, network.LabelCount));
    }

    /// <summary>
    /// The groups of <c>model_size_info</c>: the convolution, then the blocks. Empty if the network is not of this family.
    /// </summary>
    /// <param name="network">Any network.</param>
    public static ImmutableArray<ConvolutionSpec> Specs(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Layers[0] is not ConvolutionLayer { Window.Padding: Padding.Valid } convolution
            || network.Layers[^1] is not FullyConnectedLayer
            || network.Input is not { Time: <= Window.MaxDimension, Frequency: <= Window.MaxDimension, Channels: 1 })
        {
            return [];
        }

        ImmutableArray<ConvolutionSpec> specs =
        [
            Spec(convolution.Window, convolution.Output.Channels),
            .. network.Layers.OfType<DepthwiseConvolutionLayer>().Zip(network.Layers.OfType<PointwiseConvolutionLayer>())
                .Select(block => Spec(block.First.Window, block.Second.Output.Channels)),
        ];

        // Whatever the specs leave open, such as names, rounding and biases, must be as this family has it.
        return specs.Length is > 1 and <= 1 + MaxBlocks
            && network.Equals(Create(specs[0], specs[1..], network.LabelCount, network.Input.Time, network.Input.Frequency))
            ? specs
            : [];
    }

    /// <summary><c>model_size_info</c> of a network, which <see cref="Parse"/> reads; null if the network is not of this family.</summary>
    /// <param name="network">Any network.</param>
    public static string? ModelSizeInfo(Network network)
    {
        ImmutableArray<ConvolutionSpec> specs = Specs(network);
        IEnumerable<int> numbers =
            specs.SelectMany(s => new[] { s.Channels, s.KernelTime, s.KernelFrequency, s.StrideTime, s.StrideFrequency });
        return specs.IsEmpty ? null : string.Join(' ', numbers.Prepend(specs.Length));
    }

    private static ConvolutionSpec Spec(Window window, int channels) =>
        new(channels, window.KernelTime, window.KernelFrequency, window.StrideTime, window.StrideFrequency);

    private static List<Layer> Layers(
        ConvolutionSpec convolution, ImmutableArray<ConvolutionSpec> blocks, int labelCount, TensorShape input, int weightBits)
    {
        Window.CheckDimension(convolution.Channels, "conv_1: channels");
        List<Layer> layers =
            [new ConvolutionLayer(
                "conv_1", input, convolution.Channels, convolution.Window(Padding.Valid), Scope + "conv_1/weights:0",
                weightBits: weightBits)];
        Divide(ConvolutionShift);
        for (int i = 0; i < blocks.Length; i++)
        {
            string name = $"conv_ds_{i + 1}";
            Window.CheckDimension(blocks[i].Channels, name + ": channels");
            string depthwise = name + "/dw_conv";
            layers.Add(new DepthwiseConvolutionLayer(
                depthwise, Last(), blocks[i].Window(Padding.Same), $"{Scope}{depthwise}/depthwise_weights:0", weightBits: weightBits));
            Divide(DepthwiseShift);
            if (i == blocks.Length - 1)
            {
                layers.Add(new MaxPoolLayer("max_pool", Last()));
            }

            string pointwise = name + "/pw_conv";
            layers.Add(new PointwiseConvolutionLayer(
                pointwise, Last(), blocks[i].Channels, $"{Scope}{pointwise}/weights:0", weightBits: weightBits));
            Divide(PointwiseShift);
        }

        layers.Add(new FullyConnectedLayer("fc1", Last(), labelCount, Scope + "fc1/weights:0", Scope + "fc1/biases:0", weightBits));
        return layers;

        TensorShape Last() => layers[^1].Output;

        void Divide(int shift) => layers.Add(new RequantizationLayer($"{layers[^1].Name}/floor{1 << shift}", Last(), shift));
    }
}
