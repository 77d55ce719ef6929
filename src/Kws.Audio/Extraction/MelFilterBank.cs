using Kws.Model;

namespace Kws.Audio.Extraction;

/// <summary>Sums of magnitudes under triangles on the mel scale, and their natural logarithms.</summary>
/// <remarks>
/// Only the frequencies under a triangle (<see cref="MelTriangles"/>) are read, in steps of eight. Eight neighbouring bands, which need
/// nearly the same number of steps, go side by side.
/// </remarks>
internal sealed unsafe class MelFilterBank<TLanes, TVector>
    where TLanes : ILanes<TVector>
    where TVector : unmanaged
{
    private const int Lanes = 8;

    /// <summary>The least sum, so that silence has a logarithm: the least normal number.</summary>
    private const float Floor = 1.17549435e-38f;

    /// <summary>Numbers of the scratch: sums of eight bands, each in eight parts.</summary>
    public const int SumsLength = Lanes * Lanes;

    private readonly int _groups;
    private readonly int[] _steps;
    private readonly int[] _first;
    private readonly AlignedArray<float> _weights;

    public MelFilterBank(FrontEnd frontEnd)
    {
        double[][] bands = [.. Enumerable.Range(0, frontEnd.BandCount).Select(band => MelTriangles.Weights(frontEnd, band))];
        _groups = (bands.Length + Lanes - 1) / Lanes;
        _first = new int[_groups * Lanes];
        for (int band = 0; band < bands.Length; band++)
        {
            _first[band] = Math.Max(0, Array.FindIndex(bands[band], weight => weight > 0));
        }

        // Weights end with the triangle, so their number tells where.
        _steps = [.. Enumerable.Range(0, _groups).Select(group => Enumerable.Range(group * Lanes, Lanes)
            .Max(band => band < bands.Length ? Math.Max(1, (bands[band].Length - _first[band] + Lanes - 1) / Lanes) : 1))];
        _weights = new AlignedArray<float>(_steps.Sum() * Lanes * Lanes);
        float* weights = _weights.Address;
        for (int group = 0; group < _groups; group++)
        {
            for (int i = 0; i < _steps[group] * Lanes * Lanes; i++)
            {
                (int step, int band, int lane) = (i / (Lanes * Lanes), (group * Lanes) + (i / Lanes % Lanes), i % Lanes);
                int bin = _first[band] + (step * Lanes) + lane;
                *weights++ = band < bands.Length && bin < bands[band].Length ? (float)bands[band][bin] : 0;
            }

            int read = _first[(group * Lanes)..((group + 1) * Lanes)].Max() + (_steps[group] * Lanes);
            MagnitudeCount = Math.Max(MagnitudeCount, (read + Lanes - 1) / Lanes * Lanes);
        }
    }

    /// <summary>
    /// Magnitudes that are read, from that of frequency 0, a multiple of eight. Those above the highest frequency meet weights of 0, but
    /// have to be numbers.
    /// </summary>
    public int MagnitudeCount { get; }

    /// <summary>Bands, with those that fill up the last eight.</summary>
    public int PaddedBandCount => _groups * Lanes;

    /// <param name="magnitudes">Magnitudes of the spectrum.</param>
    /// <param name="logarithms">Receives the logarithms of all bands; aligned, with room for <see cref="PaddedBandCount"/>.</param>
    /// <param name="sums">Scratch; aligned.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(float* magnitudes, float* logarithms, float* sums)
    {
        float* weights = _weights.Address;
        for (int group = 0; group < _groups; group++)
        {
            int end = _steps[group] * Lanes;
            for (int lane = 0; lane < Lanes; lane += TLanes.Count)
            {
                Sum(magnitudes + lane, _first.AsSpan(group * Lanes, Lanes), weights + lane, end, sums + lane);
            }

            weights += end * Lanes;
            for (int band = 0; band < Lanes; band += TLanes.Count)
            {
                TVector bands = TLanes.Max(AddParts(sums + (band * Lanes)), TLanes.Broadcast(Floor));
                TLanes.Store(VectorLog<TLanes, TVector>.Of(bands), logarithms + (group * Lanes) + band);
            }
        }
    }

    /// <summary>Sums of eight bands, each in as many parts as a vector has numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(float* magnitudes, ReadOnlySpan<int> first, float* weights, int end, float* sums)
    {
        TVector s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        float* m0 = magnitudes + first[0];
        float* m1 = magnitudes + first[1];
        float* m2 = magnitudes + first[2];
        float* m3 = magnitudes + first[3];
        float* m4 = magnitudes + first[4];
        float* m5 = magnitudes + first[5];
        float* m6 = magnitudes + first[6];
        float* m7 = magnitudes + first[7];
        for (int i = 0; i < end; i += Lanes)
        {
            s0 = TLanes.Add(s0, TLanes.Multiply(TLanes.LoadUnaligned(m0 + i), TLanes.Load(weights)));
            s1 = TLanes.Add(s1, TLanes.Multiply(TLanes.LoadUnaligned(m1 + i), TLanes.Load(weights + Lanes)));
            s2 = TLanes.Add(s2, TLanes.Multiply(TLanes.LoadUnaligned(m2 + i), TLanes.Load(weights + (2 * Lanes))));
            s3 = TLanes.Add(s3, TLanes.Multiply(TLanes.LoadUnaligned(m3 + i), TLanes.Load(weights + (3 * Lanes))));
            s4 = TLanes.Add(s4, TLanes.Multiply(TLanes.LoadUnaligned(m4 + i), TLanes.Load(weights + (4 * Lanes))));
            s5 = TLanes.Add(s5, TLanes.Multiply(TLanes.LoadUnaligned(m5 + i), TLanes.Load(weights + (5 * Lanes))));
            s6 = TLanes.Add(s6, TLanes.Multiply(TLanes.LoadUnaligned(m6 + i), TLanes.Load(weights + (6 * Lanes))));
            s7 = TLanes.Add(s7, TLanes.Multiply(TLanes.LoadUnaligned(m7 + i), TLanes.Load(weights + (7 * Lanes))));
            weights += Lanes * Lanes;
        }

        TLanes.Store(s0, sums);
        TLanes.Store(s1, sums + Lanes);
        TLanes.Store(s2, sums + (2 * Lanes));
        TLanes.Store(s3, sums + (3 * Lanes));
        TLanes.Store(s4, sums + (4 * Lanes));
        TLanes.Store(s5, sums + (5 * Lanes));
        TLanes.Store(s6, sums + (6 * Lanes));
        TLanes.Store(s7, sums + (7 * Lanes));
    }

    /// <summary>The eight parts of each of some neighbouring bands, added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddParts(float* sums)
    {
        TLanes.Columns(sums, Lanes, out TVector c0, out TVector c1, out TVector c2, out TVector c3);
        TLanes.Columns(sums + 4, Lanes, out TVector c4, out TVector c5, out TVector c6, out TVector c7);
        return TLanes.Add(
            TLanes.Add(TLanes.Add(c0, c1), TLanes.Add(c2, c3)),
            TLanes.Add(TLanes.Add(c4, c5), TLanes.Add(c6, c7)));
    }
}
