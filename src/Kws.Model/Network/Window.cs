namespace Kws.Model;

/// <summary>The kernel, stride and padding of a convolution or pool.</summary>
/// <param name="KernelTime">Kernel length in time, 1 to <see cref="MaxDimension"/>.</param>
/// <param name="KernelFrequency">Kernel length in frequency, 1 to <see cref="MaxDimension"/>.</param>
/// <param name="StrideTime">Stride in time, 1 to <see cref="MaxDimension"/>.</param>
/// <param name="StrideFrequency">Stride in frequency, 1 to <see cref="MaxDimension"/>.</param>
/// <param name="Padding">The treatment of borders.</param>
public readonly record struct Window(int KernelTime, int KernelFrequency, int StrideTime, int StrideFrequency, Padding Padding)
{
    /// <summary>The largest kernel, stride or number of channels.</summary>
    public const int MaxDimension = 1024;

    /// <summary>The number of positions of a kernel.</summary>
    public int Taps => KernelTime * KernelFrequency;

    /// <summary>The shape of the windows of an input.</summary>
    /// <param name="input">The shape of the input.</param>
    /// <param name="channels">The number of channels of the output.</param>
    public TensorShape OutputOf(TensorShape input, int channels) =>
        new(Places(input.Time, KernelTime, StrideTime), Places(input.Frequency, KernelFrequency, StrideFrequency), channels);

    /// <summary>The number of positions before the first frame that the first window covers.</summary>
    /// <param name="input">The shape of the input.</param>
    public int PaddingTime(TensorShape input) => Before(input.Time, KernelTime, StrideTime);

    /// <summary>The number of positions before the first frequency that the first window covers.</summary>
    /// <param name="input">The shape of the input.</param>
    public int PaddingFrequency(TensorShape input) => Before(input.Frequency, KernelFrequency, StrideFrequency);

    /// <summary>The window of a pool, checked: all of the input where none is given.</summary>
    internal static Window OfPool(string layer, TensorShape input, Window? window) =>
        (window ?? new Window(input.Time, input.Frequency, 1, 1, Padding.Valid)).Check(layer, input);

    internal static void CheckDimension(int value, string name)
    {
        if (value is < 1 or > MaxDimension)
        {
            throw new ArgumentException($"{name} is {value}, expected 1 to {MaxDimension}");
        }
    }

    /// <summary>Checks the numbers and that a VALID kernel is not larger than the input.</summary>
    /// <exception cref="ArgumentException">It is not so; the message names the layer.</exception>
    internal Window Check(string layer, TensorShape input)
    {
        CheckDimension(KernelTime, layer + ": kernel time");
        CheckDimension(KernelFrequency, layer + ": kernel frequency");
        CheckDimension(StrideTime, layer + ": stride time");
        CheckDimension(StrideFrequency, layer + ": stride frequency");
        if (Padding == Padding.Valid && (KernelTime > input.Time || KernelFrequency > input.Frequency))
        {
            throw new ArgumentException(
                $"{layer}: kernel {KernelTime} x {KernelFrequency} is larger than the input {input.Time} x {input.Frequency}");
        }

        return this;
    }

    private int Places(int input, int kernel, int stride) =>
        Padding == Padding.Valid ? ((input - kernel) / stride) + 1 : (input + stride - 1) / stride;

    private int Before(int input, int kernel, int stride) =>
        Math.Max(((Places(input, kernel, stride) - 1) * stride) + kernel - input, 0) / 2;
}
