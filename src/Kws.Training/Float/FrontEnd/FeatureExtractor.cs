namespace Kws.Training.Float.FrontEnd;

/// <summary>The features of clips.</summary>
internal sealed class FeatureExtractor(FloatFrontEnd frontEnd)
{
    private const double SampleScale = 1 / 32768.0;

    private readonly PowerSpectrum _spectrum = new(frontEnd.WindowLength);
    private readonly MelBands _bands = new(frontEnd);
    private readonly Cepstrum _cepstrum = new(frontEnd.Bands, frontEnd.Coefficients);

    /// <summary>Samples to frames of coefficients. Missing samples are zero.</summary>
    public double[] Extract(ReadOnlySpan<short> samples)
    {
        double[] clip = new double[frontEnd.SampleCount];
        for (int i = 0; i < Math.Min(samples.Length, clip.Length); i++)
        {
            clip[i] = samples[i] * SampleScale;
        }

        double[] features = new double[frontEnd.Output.Count];
        for (int frame = 0; frame < frontEnd.Output.Time; frame++)
        {
            double[] coefficients = Coefficients(clip.AsSpan(frame * frontEnd.Stride, frontEnd.WindowLength));
            coefficients.CopyTo(features, frame * frontEnd.Coefficients);
        }

        return features;
    }

    private double[] Coefficients(ReadOnlySpan<double> window)
    {
        double[] spectrum = _spectrum.Of(window);
        for (int bin = 0; bin < spectrum.Length; bin++)
        {
            spectrum[bin] = (float)(frontEnd.IsMagnitude ? Math.Sqrt(spectrum[bin]) : spectrum[bin]);
        }

        double[] coefficients = _cepstrum.Of(_bands.Of(spectrum));
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = (float)coefficients[i];
        }

        return coefficients;
    }
}
