namespace Kws.Model;

/// <summary>
/// The family of the DS-CNN of "Hello Edge": one convolution, then depthwise-separable blocks, all with SAME padding, biases and ReLU; the
/// average of each channel; one fully connected layer. Batch normalisation is part of weights and biases. <see cref="DsCnn"/> is the
/// integer variant without biases and ReLU.
/// </summary>
public static class BiasedDsCnn
{
    /// <summary>Makes a network.</summary>
    /// <param name="convolution">The first layer.</param>
    /// <param name="blocks">The depthwise-separable blocks, 1 to <see cref="DsCnn.MaxBlocks"/>.</param>
    /// <param name="options">The other numbers; null for the defaults.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static Network Create(ConvolutionSpec convolution, IEnumerable<ConvolutionSpec> blocks, FamilyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ConvolutionSpec[] all = [.. blocks];
        if (all.Length is < 1 or > DsCnn.MaxBlocks)
        {
            throw new ArgumentException($"{all.Length} depthwise-separable blocks, expected 1 to {DsCnn.MaxBlocks}");
        }

        var layers = new FamilyLayers(options ?? new FamilyOptions());
        layers.Convolution("conv_1", convolution.Channels, convolution.Window(Padding.Same));
        foreach ((int index, ConvolutionSpec block) in all.Index())
        {
            layers.Depthwise($"conv_ds_{index + 1}/dw_conv", block.Window(Padding.Same));
            layers.Pointwise($"conv_ds_{index + 1}/pw_conv", block.Channels);
        }

        layers.AveragePool("avg_pool");
        return layers.Logits("fc1");
    }

    /// <summary>
    /// Reads <c>model_size_info</c>: the number of layers, then for each layer channels, kernel time, kernel frequency, stride time and
    /// stride frequency, for instance <c>2 64 10 4 2 2 64 3 3 1 1</c>.
    /// </summary>
    /// <param name="modelSizeInfo">The text.</param>
    /// <param name="options">The other numbers; null for the defaults.</param>
    /// <exception cref="FormatException">The text is not a list of integers of the right length.</exception>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public static Network Parse(string modelSizeInfo, FamilyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modelSizeInfo);
        ConvolutionSpec[] specs = ModelSizeInfo.Specs(modelSizeInfo);
        return Create(specs.FirstOrDefault(), specs.Skip(1), options);
    }
}
