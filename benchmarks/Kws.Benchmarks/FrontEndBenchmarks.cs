using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Kws.Audio;
using Kws.Audio.Tests.Support;
using Kws.Benchmarks.Peers.FrontEnds;
using Kws.Benchmarks.Results;
using Kws.Cli;
using Kws.Listen;
using Kws.Model;

namespace Kws.Benchmarks;

/// <summary>
/// Sound to fingerprint on one thread: a second of sound at 16 kHz, 30 frames. One operation goes through the same clips; times are per
/// clip. Beside it <c>kws label-wav</c> on one thread, over a folder of clips that the operating system has in memory: all from the names
/// of the files to the lines of text, without the start of the program.
/// </summary>
/// <remarks>Everyone's integers are compared before anything is timed: at most one of 1,000 may differ, and by no more than 1.</remarks>
[MemoryDiagnoser]
public class FrontEndBenchmarks
{
    internal static readonly TimesReport Report = new(
        "sound", "front-end.md", "Sound to fingerprint", "A clip is a second of sound at 16 kHz.", "clip", nameof(Plain),
        "as fast as the plain one",
        [
            (nameof(FingerprintExtractor), "`FingerprintExtractor`"),
            (nameof(Integers), "the same in integers"),
            (nameof(Stride40), "the same, windows of 40 ms every 40 ms (25 x 10 values of 8 bits)"),
            (nameof(Stride20), "the same, windows of 40 ms every 20 ms (49 x 10)"),
            (nameof(Cmsis), "the same, the front end of `cmsis-ds-cnn` (49 x 10)"),
            (nameof(Plain), "plain C#, double precision"),
            (nameof(MathNet), "the same with Math.NET Numerics' FFT"),
            (nameof(ReadFiles), "reading the files alone"),
            (nameof(LabelWav), "`kws label-wav FOLDER --threads 1`"),
        ]);

    internal const int Clips = 64;
    internal const int Files = 4096;

    private readonly FingerprintExtractor _extractor = new();
    private readonly FingerprintExtractor _integers = new(new FrontEnd { Arithmetic = FrontEndArithmetic.Integers });
    private readonly FingerprintExtractor _stride40 = new(Published(640, 25));
    private readonly FingerprintExtractor _stride20 = new(Published(320, 49));
    private readonly FingerprintExtractor _cmsis = new(Published(320, 49) with { Rounding = MidpointRounding.AwayFromZero });
    private readonly PlainFrontEnd _plain = new(new FrontEnd());
    private readonly PlainFrontEnd _mathNet = new(new FrontEnd(), new MathNetTransform(1024).Run);
    private readonly short[][] _clips = [.. Enumerable.Range(1, Clips).Select(Clip)];
    private readonly sbyte[] _fingerprint = new sbyte[300];
    private DirectoryInfo? _folder;

    [GlobalSetup(Targets = [nameof(LabelWav), nameof(ReadFiles)])]
    public void WriteFiles()
    {
        _folder = Directory.CreateTempSubdirectory("kws-benchmarks-");
        for (int i = 0; i < Files; i++)
        {
            WriteWav(Path.Combine(_folder.FullName, $"{i}.wav"), _clips[i % Clips]);
        }
    }

    [GlobalCleanup(Targets = [nameof(LabelWav), nameof(ReadFiles)])]
    public void DeleteFiles() => _folder!.Delete(recursive: true);

    [GlobalSetup(Targets = [nameof(FingerprintExtractor), nameof(MathNet), nameof(Plain)])]
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
                        int steps => throw new InvalidOperationException($"a peer differs by {steps}"),
                    };
                }
            }

            if (different > Clips * others.Length / 1000)
            {
                throw new InvalidOperationException($"a peer differs in {different} integers of {Clips * others.Length}");
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
    public void Integers() => Extract(_integers);

    [Benchmark(OperationsPerInvoke = Clips)]
    public void Stride40() => Extract(_stride40);

    [Benchmark(OperationsPerInvoke = Clips)]
    public void Stride20() => Extract(_stride20);

    [Benchmark(OperationsPerInvoke = Clips)]
    public void Cmsis() => Extract(_cmsis);

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

    [Benchmark(OperationsPerInvoke = Files)]
    public void ReadFiles()
    {
        Span<short> samples = stackalloc short[_extractor.FrontEnd.ClipLength];
        foreach (string file in ClipFolder.Find(_folder!.FullName))
        {
            WavFile.Read(file, _extractor.FrontEnd.SampleRate, samples);
        }
    }

    [Benchmark(OperationsPerInvoke = Files)]
    public void LabelWav()
    {
        int exitCode = CommandLineApplication.Run(
            ["label-wav", _folder!.FullName, "--threads", "1"],
            new CliContext(TextReader.Null, TextWriter.Null, Console.Error, CancellationToken.None));
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"kws label-wav ended with {exitCode}");
        }
    }

    /// <summary>The front ends of the published networks: windows of 40 ms, 10 coefficients of 8 bits.</summary>
    private static FrontEnd Published(int hop, int frames) =>
        new() { WindowLength = 640, HopLength = hop, FrameCount = frames, Bits = 8, FractionBits = 1 };

    private void Extract(FingerprintExtractor extractor)
    {
        Span<sbyte> fingerprint = stackalloc sbyte[extractor.FingerprintLength];
        foreach (short[] clip in _clips)
        {
            extractor.Extract(clip, fingerprint);
        }
    }

    private static void Extract(PlainFrontEnd frontEnd, short[] clip, sbyte[] fingerprint)
    {
        double[] coefficients = frontEnd.Coefficients(clip);
        for (int i = 0; i < fingerprint.Length; i++)
        {
            fingerprint[i] = frontEnd.Round(coefficients[i]);
        }
    }

    private static void WriteWav(string path, short[] samples)
    {
        using var writer = new BinaryWriter(File.Create(path));
        int bytes = samples.Length * sizeof(short);
        writer.Write("RIFF"u8);
        writer.Write(36 + bytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(16_000);
        writer.Write(32_000);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(bytes);
        writer.Write(MemoryMarshal.AsBytes(samples.AsSpan()));
    }

    /// <summary>Noise of some level with a rising tone in it.</summary>
    private static short[] Clip(int number)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, 16_000).Select(
            i => (short)(random.Next(-20 * number, 20 * number) + (2000 * Math.Sin(1e-6 * number * i * i))))];
    }
}
