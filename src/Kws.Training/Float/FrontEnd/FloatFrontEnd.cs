using Kws.Model;

namespace Kws.Training.Float.FrontEnd;

/// <summary>
/// The computation of mel-frequency cepstral coefficients (MFCC) from the samples of a clip, with the arithmetic of TensorFlow's operators
/// AudioSpectrogram and Mfcc.
/// </summary>
/// <remarks>
/// A frame is a periodic Hann window of samples / 32768, padded with zeros to a power of two. The power of its spectrum, or with
/// <see cref="IsMagnitude"/> the magnitude, is stored as a 32-bit float. The square root of that is summed in triangles that are equally
/// wide on the mel scale. A floor of 1e-12, the natural logarithm and an orthogonal DCT-II follow; the coefficients are 32-bit floats.
/// </remarks>
public sealed record FloatFrontEnd
{
    /// <summary>The longest clip, in samples.</summary>
    public const int MaxSampleCount = 1 << 20;

    /// <summary>The longest window, in samples.</summary>
    public const int MaxWindowLength = 1 << 13;

    /// <summary>The largest number of mel bands.</summary>
    public const int MaxBands = 256;

    /// <summary>Makes a front end.</summary>
    /// <param name="sampleRate">Samples per second, 1 to 192000.</param>
    /// <param name="sampleCount">Samples of a clip, 1 to <see cref="MaxSampleCount"/>.</param>
    /// <param name="windowLength">Samples of a frame, 2 to <see cref="MaxWindowLength"/> and to the samples of a clip.</param>
    /// <param name="stride">Samples from one frame to the next, 1 or more; there may be up to 1024 frames.</param>
    /// <param name="bands">Mel bands, 1 to <see cref="MaxBands"/>.</param>
    /// <param name="lowerFrequency">The lower edge of the first band in hertz, 0 or more.</param>
    /// <param name="upperFrequency">The upper edge of the last band in hertz, at most half the sample rate.</param>
    /// <param name="coefficients">Coefficients of a frame, 1 to the number of bands.</param>
    /// <param name="isMagnitude">True if the spectrum is the magnitude, false if it is the power.</param>
    /// <exception cref="ArgumentException">A number is out of range; the message names it.</exception>
    public FloatFrontEnd(
        int sampleRate, int sampleCount, int windowLength, int stride, int bands, double lowerFrequency, double upperFrequency,
        int coefficients, bool isMagnitude)
    {
        Check(sampleRate, 1, 192_000, "sample rate");
        Check(sampleCount, 1, MaxSampleCount, "number of samples");
        Check(windowLength, 2, Math.Min(MaxWindowLength, sampleCount), "length of the window");
        Check(stride, 1, MaxSampleCount, "stride of the window");
        Check(bands, 1, MaxBands, "number of mel bands");
        Check(coefficients, 1, bands, "number of coefficients");
        if (!(lowerFrequency >= 0 && lowerFrequency < upperFrequency && upperFrequency <= sampleRate / 2.0))
        {
            throw new ArgumentException(
                $"mel bands from {lowerFrequency} to {upperFrequency} Hz, expected rising frequencies from 0 to {sampleRate / 2.0} Hz");
        }

        int frames = ((sampleCount - windowLength) / stride) + 1;
        Check(frames, 1, Window.MaxDimension, "number of frames");
        (SampleRate, SampleCount, WindowLength, Stride) = (sampleRate, sampleCount, windowLength, stride);
        (Bands, LowerFrequency, UpperFrequency) = (bands, lowerFrequency, upperFrequency);
        (Coefficients, IsMagnitude) = (coefficients, isMagnitude);
        Output = new TensorShape(frames, coefficients, 1);
    }

    /// <summary>Samples per second.</summary>
    public int SampleRate { get; }

    /// <summary>Samples of a clip.</summary>
    public int SampleCount { get; }

    /// <summary>Samples of a frame.</summary>
    public int WindowLength { get; }

    /// <summary>Samples from one frame to the next.</summary>
    public int Stride { get; }

    /// <summary>Mel bands.</summary>
    public int Bands { get; }

    /// <summary>The lower edge of the first band in hertz.</summary>
    public double LowerFrequency { get; }

    /// <summary>The upper edge of the last band in hertz.</summary>
    public double UpperFrequency { get; }

    /// <summary>Coefficients of a frame.</summary>
    public int Coefficients { get; }

    /// <summary>True if the spectrum is the magnitude, false if it is the power.</summary>
    public bool IsMagnitude { get; }

    /// <summary>The shape of the features: frames x coefficients x 1.</summary>
    public TensorShape Output { get; }

    private static void Check(int value, int min, int max, string name)
    {
        if (value < min || value > max)
        {
            throw new ArgumentException($"{name} is {value}, expected {min} to {max}");
        }
    }
}
