namespace Kws.Model;

/// <summary>
/// One group of five numbers of <c>model_size_info</c>: the first group is the convolution, every further one a
/// depthwise-separable block (its kernel and stride belong to the depthwise part, its channels to the pointwise part).
/// </summary>
/// <param name="Channels">Output channels, 1 to <see cref="Window.MaxDimension"/>.</param>
/// <param name="KernelTime">Kernel length in time.</param>
/// <param name="KernelFrequency">Kernel length in frequency.</param>
/// <param name="StrideTime">Stride in time.</param>
/// <param name="StrideFrequency">Stride in frequency.</param>
public readonly record struct ConvolutionSpec(int Channels, int KernelTime, int KernelFrequency, int StrideTime, int StrideFrequency)
{
    internal Window Window(Padding padding) => new(KernelTime, KernelFrequency, StrideTime, StrideFrequency, padding);
}
