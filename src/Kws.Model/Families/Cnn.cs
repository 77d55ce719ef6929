namespace Kws.Model;

/// <summary>
/// The family of the CNN of "Hello Edge": two VALID convolutions with ReLU, a linear layer without, a fully connected layer with ReLU,
/// then one to the labels. Batch normalisation is part of weights and biases.
/// </summary>
public static class Cnn
{
    /// <summary>Makes a network.</summary>
    /// <param name="first">The first convolution.</param>
    /// <param name="second">The second convolution.</param>
    /// <param name="linear">The outputs of the linear layer, 1 to 1024.</param>
    /// <param name="fullyConnected">The outputs of the fully connected layer, 1 to 1024.</param>
    /// <param name="options">The other numbers; null for the defaults.</param>
    /// <exception cref="ArgumentException">A number is out of range, or a kernel is larger than its input.</exception>
    public static Network Create(
        ConvolutionSpec first, ConvolutionSpec second, int linear, int fullyConnected, FamilyOptions? options = null)
    {
        var layers = new FamilyLayers(options ?? new FamilyOptions());
        layers.Convolution("conv1", first.Channels, first.Window(Padding.Valid));
        layers.Convolution("conv2", second.Channels, second.Window(Padding.Valid));
        layers.FullyConnected("linear", linear, relu: false);
        layers.FullyConnected("fc1", fullyConnected, relu: true);
        return layers.Logits("fc2");
    }

    /// <summary>
    /// Reads <c>model_size_info</c>: for each convolution channels, kernel time, kernel frequency, stride time and stride frequency, then
    /// the outputs of the linear and of the fully connected layer, for instance <c>28 10 4 1 1 30 10 4 2 1 16 128</c>.
    /// </summary>
    /// <param name="modelSizeInfo">The text.</param>
    /// <param name="options">The other numbers; null for the defaults.</param>
    /// <exception cref="FormatException">The text is not a list of 12 integers.</exception>
    /// <exception cref="ArgumentException">A number is out of range, or a kernel is larger than its input.</exception>
    public static Network Parse(string modelSizeInfo, FamilyOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(modelSizeInfo);
        return ModelSizeInfo.Numbers(
            modelSizeInfo) is [var c1, var t1, var f1, var st1, var sf1, var c2, var t2, var f2, var st2, var sf2, var linear, var fc]
            ? Create(new(c1, t1, f1, st1, sf1), new(c2, t2, f2, st2, sf2), linear, fc, options)
            : throw new FormatException(
                $"model_size_info: {ModelSizeInfo.Numbers(modelSizeInfo).Length} numbers, expected 12: 5 for each convolution, linear "
                    + "outputs and fully connected outputs");
    }
}
