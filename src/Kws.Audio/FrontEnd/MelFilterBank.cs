namespace Kws.Audio.FrontEnd;

/// <summary>Sums of magnitudes under triangles on the mel scale, and their natural logarithms.</summary>
/// <remarks>
/// Band b rises from corner b to corner b + 1 and falls to corner b + 2, where the corners are evenly spaced between the lowest and the highest frequency,
/// mel(f) = 1127 ln(1 + f / 700), and the weights are linear in mel, as those of TensorFlow's <c>mfcc</c> operation. Only the frequencies under a triangle are read, in steps of
/// eight. Eight neighbouring bands, which need nearly the same number of steps, go side by side.
/// </remarks>
internal sealed unsafe class MelFilterBank
{
    private const int Lanes = 8;

    /// <summary>The least sum, so that silence has a logarithm: the least normal number.</summary>
    private const float Floor = 1.17549435e-38f;

    private readonly int _groups;
    private readonly int[] _steps;
    private readonly int[] _first;
    private readonly AlignedFloats _weights;

    public MelFilterBank(FingerprintOptions options)
    {
        double[][] bands = [.. Enumerable.Range(0, options.BandCount).Select(band => Weights(options, band))];
        _groups = (bands.Length + Lanes - 1) / Lanes;
        _first = new int[_groups * Lanes];
        for (int band = 0; band < bands.Length; band++)
        {
            _first[band] = Math.Max(0, Array.FindIndex(bands[band], weight => weight > 0));
        }

        // Weights end with the triangle, so their number tells where.
        _steps = [.. Enumerable.Range(0, _groups).Select(group => Enumerable.Range(group * Lanes, Lanes)
            .Max(band => band < bands.Length ? Math.Max(1, (bands[band].Length - _first[band] + Lanes - 1) / Lanes) : 1))];
        _weights = new AlignedFloats(_steps.Sum() * Lanes * Lanes);
        float* weights = _weights.Address;
        for (int group = 0; group < _groups; group++)
        {
            for (int i = 0; i < _steps[group] * Lanes * Lanes; i++)
            {
                (int step, int band, int lane) = (i / (Lanes * Lanes), (group * Lanes) + (i / Lanes % Lanes), i % Lanes);
                int bin = _first[band] + (step * Lanes) + lane;
                *weights++ = band < bands.Length && bin < bands[band].Length ? (float)bands[band][bin] : 0;
            }

            MagnitudeCount = Math.Max(MagnitudeCount, _first[(group * Lanes)..((group + 1) * Lanes)].Max() + (_steps[group] * Lanes));
        }
    }

    /// <summary>Magnitudes that are read, from that of frequency 0. Those above the highest frequency meet weights of 0, but have to be numbers.</summary>
    public int MagnitudeCount { get; }

    /// <summary>Bands, with those that fill up the last eight.</summary>
    public int PaddedBandCount => _groups * Lanes;

    /// <param name="magnitudes">Magnitudes of the spectrum.</param>
    /// <param name="logarithms">Receives the logarithms of all bands; room for <see cref="PaddedBandCount"/>.</param>
    /// <param name="sums">Room for 64 numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* magnitudes, float* logarithms, float* sums)
    {
        float* weights = _weights.Address;
        fixed (int* first = _first)
        {
            for (int group = 0; group < _groups; group++)
            {
                int* starts = first + (group * Lanes);
                float* m0 = magnitudes + starts[0];
                float* m1 = magnitudes + starts[1];
                float* m2 = magnitudes + starts[2];
                float* m3 = magnitudes + starts[3];
                float* m4 = magnitudes + starts[4];
                float* m5 = magnitudes + starts[5];
                float* m6 = magnitudes + starts[6];
                float* m7 = magnitudes + starts[7];
                Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
                int end = _steps[group] * Lanes;
                for (int i = 0; i < end; i += Lanes)
                {
                    s0 += Vector256.Load(m0 + i) * Vector256.LoadAligned(weights);
                    s1 += Vector256.Load(m1 + i) * Vector256.LoadAligned(weights + 8);
                    s2 += Vector256.Load(m2 + i) * Vector256.LoadAligned(weights + 16);
                    s3 += Vector256.Load(m3 + i) * Vector256.LoadAligned(weights + 24);
                    s4 += Vector256.Load(m4 + i) * Vector256.LoadAligned(weights + 32);
                    s5 += Vector256.Load(m5 + i) * Vector256.LoadAligned(weights + 40);
                    s6 += Vector256.Load(m6 + i) * Vector256.LoadAligned(weights + 48);
                    s7 += Vector256.Load(m7 + i) * Vector256.LoadAligned(weights + 56);
                    weights += Lanes * Lanes;
                }

                s0.StoreAligned(sums);
                s1.StoreAligned(sums + 8);
                s2.StoreAligned(sums + 16);
                s3.StoreAligned(sums + 24);
                s4.StoreAligned(sums + 32);
                s5.StoreAligned(sums + 40);
                s6.StoreAligned(sums + 48);
                s7.StoreAligned(sums + 56);
                Transpose.FourColumns(sums, Lanes, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2, out Vector256<float> c3);
                Transpose.FourColumns(sums + 4, Lanes, out Vector256<float> c4, out Vector256<float> c5, out Vector256<float> c6, out Vector256<float> c7);
                Vector256<float> bands = ((c0 + c1) + (c2 + c3)) + ((c4 + c5) + (c6 + c7));
                VectorLog.Of(Vector256.Max(bands, Vector256.Create(Floor))).StoreAligned(logarithms + (group * Lanes));
            }
        }
    }

    /// <summary>The weights of one band by frequency, up to the end of its triangle.</summary>
    private static double[] Weights(FingerprintOptions options, int band)
    {
        double lowest = Mel(options.LowestFrequency);
        double width = (Mel(options.HighestFrequency) - lowest) / (options.BandCount + 1);
        double Weight(int bin)
        {
            double place = ((Mel((double)bin * options.SampleRate / options.TransformLength) - lowest) / width) - band;
            return Math.Max(0, Math.Min(place, 2 - place));
        }

        double[] weights = [.. Enumerable.Range(0, options.TransformLength / 2).Select(Weight)];
        return weights[..(Array.FindLastIndex(weights, weight => weight > 0) + 1)];
    }

    private static double Mel(double frequency) => 1127 * Math.Log(1 + (frequency / 700));
}
