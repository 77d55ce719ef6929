using BenchmarkDotNet.Attributes;
using Kws.Audio;
using Kws.Audio.Tests.Support;
using Kws.Benchmarks.Peers.FrontEnds;

namespace Kws.Benchmarks;

/// <summary>
/// Sound to fingerprint on one thread: a second of sound at 16 kHz, 30 frames. One operation goes through the same 64 clips; times are per clip.
/// </summary>
/// <remarks>Everyone's integers are compared before anything is timed: at most one of 1,000 may differ, and by no more than 1.</remarks>
[MemoryDiagnoser]
public class FrontEndBenchmarks
{
    internal const int Clips = 64;

    private readonly FingerprintExtractor _extractor = new();
    private readonly PlainFrontEnd _plain = new(new FingerprintOptions());
    private readonly PlainFrontEnd _mathNet = new MathNetFrontEnd(new FingerprintOptions());
    private readonly short[][] _clips = [.. Enumerable.Range(1, Clips).Select(Clip)];
    private readonly sbyte[] _fingerprint = new sbyte[300];

    [GlobalSetup]
    public void Compare()
    {
        var others = new sbyte[300];
        foreach (PlainFrontEnd peer in new[] { _plain, _mathNet })
        {
            int different = 0;
            foreach (short[] clip in _clips)
            {
                _extractor.Extract(clip, _fingerprint);
                Extract(peer, clip, others);
                foreach ((sbyte own, sbyte other) in _fingerprint.Zip(others))
                {
                    different += Math.Abs(own - other) switch
                    {
                        0 => 0,
                        1 => 1,
                        int steps => throw new InvalidOperationException($"{peer.GetType().Name} differs by {steps}"),
                    };
                }
            }

            if (different > Clips * others.Length / 1000)
            {
                throw new InvalidOperationException($"{peer.GetType().Name} differs in {different} integers of {Clips * others.Length}");
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Clips)]
    public void FingerprintExtractor()
    {
        foreach (short[] clip in _clips)
        {
            _extractor.Extract(clip, _fingerprint);
        }
    }

    [Benchmark(OperationsPerInvoke = Clips)]
    public void MathNet()
    {
        foreach (short[] clip in _clips)
        {
            Extract(_mathNet, clip, _fingerprint);
        }
    }

    [Benchmark(OperationsPerInvoke = Clips, Baseline = true)]
    public void Plain()
    {
        foreach (short[] clip in _clips)
        {
            Extract(_plain, clip, _fingerprint);
        }
    }

    private static void Extract(PlainFrontEnd frontEnd, short[] clip, sbyte[] fingerprint)
    {
        double[] coefficients = frontEnd.Coefficients(clip);
        for (int i = 0; i < fingerprint.Length; i++)
        {
            fingerprint[i] = PlainFrontEnd.Round(coefficients[i]);
        }
    }

    /// <summary>Noise of some level with a rising tone in it.</summary>
    private static short[] Clip(int number)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, 16_000).Select(i => (short)(random.Next(-20 * number, 20 * number) + (2000 * Math.Sin(1e-6 * number * i * i))))];
    }
}
