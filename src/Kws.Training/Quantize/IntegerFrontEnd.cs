using Kws.Model;
using Kws.Training.Float.FrontEnd;

namespace Kws.Training.Quantize;

/// <summary>The front end of integers that a float front end becomes.</summary>
internal static class IntegerFrontEnd
{
    private const int Bits = 8;

    /// <summary>Takes the settings over.</summary>
    /// <exception cref="ArgumentException">A setting is not possible with integers; the message names it.</exception>
    public static FrontEnd Of(FloatFrontEnd frontEnd)
    {
        if (frontEnd.IsMagnitude)
        {
            throw new ArgumentException("the bands are sums of square roots of magnitudes, expected magnitudes");
        }

        var integers = new FrontEnd
        {
            SampleRate = frontEnd.SampleRate,
            WindowLength = frontEnd.WindowLength,
            HopLength = frontEnd.Stride,
            FrameCount = frontEnd.Output.Time,
            BandCount = frontEnd.Bands,
            LowestFrequency = frontEnd.LowerFrequency,
            HighestFrequency = frontEnd.UpperFrequency,
            CoefficientCount = frontEnd.Coefficients,
            Bits = Bits,
        };
        integers.Check();
        return integers;
    }
}
