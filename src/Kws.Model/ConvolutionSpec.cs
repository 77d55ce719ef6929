namespace Kws.Model;

/// <summary>
/// One group of five numbers of <c>model_size_info</c>: the first group is the convolution, every further one a
/// depthwise-separable block (its kernel and stride belong to the depthwise part, its channels to the pointwise part).
/// </summary>
/// <param name="Channels">Output channels, 1 to <see cref="MaxDimension"/>.</param>
/// <param name="KernelTime">Kernel length in time.</param>
/// <param name="KernelFrequency">Kernel length in frequency.</param>
/// <param name="StrideTime">Stride in time.</param>
/// <param name="StrideFrequency">Stride in frequency.</param>
public readonly record struct ConvolutionSpec(int Channels, int KernelTime, int KernelFrequency, int StrideTime, int StrideFrequency)
{
    /// <summary>The greatest value that any of the five numbers may have.</summary>
    public const int MaxDimension = 1024;

    internal void Validate(string layer)
    {
        CheckDimension(Channels, layer + ": channels");
        CheckDimension(KernelTime, layer + ": kernel time");
        CheckDimension(KernelFrequency, layer + ": kernel frequency");
        CheckDimension(StrideTime, layer + ": stride time");
        CheckDimension(StrideFrequency, layer + ": stride frequency");
    }

    internal static void CheckDimension(int value, string name)
    {
        if (value is < 1 or > MaxDimension)
        {
            throw new ArgumentException($"{name} is {value}, expected 1 to {MaxDimension}");
        }
    }
}
