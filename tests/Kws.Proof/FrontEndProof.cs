using System.Runtime.InteropServices;
using Kws.Audio;
using Kws.Audio.FrontEnd;

namespace Kws.Proof;

/// <summary>
/// The front end gives the same bits on every processor: a check sum over the logarithms of all bands, which a difference in the last place of any operation
/// before them changes, and over the integers.
/// </summary>
internal static unsafe class FrontEndProof
{
    /// <summary>As computed with AVX-512 by .NET 10 on an Intel Xeon (Emerald Rapids).</summary>
    public const ulong Expected = 0x3a8dad45b721afa9;

    private const int Frames = 200;

    /// <summary>The check sum (FNV-1a) of sound of many levels, made of integers alone, through several front ends.</summary>
    public static ulong Compute()
    {
        ulong sum = 14695981039346656037;
        FingerprintOptions[] frontEnds =
        [
            new(), new() { WindowLength = 640 }, new() { WindowLength = 200, BandCount = 23 }, new() { WindowLength = 65, BandCount = 12 },
            new() { WindowLength = 512, HighestFrequency = 8000 }, new() { WindowLength = 2048 }, new() { WindowLength = 4096, BandCount = 80 },
        ];
        foreach (FingerprintOptions frontEnd in frontEnds)
        {
            AddFrontEnd(ref sum, frontEnd);
        }

        return sum;
    }

    private static void AddFrontEnd(ref ulong sum, FingerprintOptions options)
    {
        int length = options.TransformLength;
        var transform = new WindowedTransform(length, Enumerable.Repeat(1.0 / 65536, options.WindowLength).ToArray());
        var bands = new MelFilterBank(options);
        var spectrum = new MagnitudeSpectrum(length, Math.Min((bands.MagnitudeCount + 7) / 8 * 8, length / 2));
        var samples = new AlignedFloats(length / 2);
        var re = new AlignedFloats(length);
        var im = new AlignedFloats(length);
        var scratch = new AlignedFloats(transform.ScratchLength);
        var other = new AlignedFloats(transform.ScratchLength);
        var magnitudes = new AlignedFloats(length);
        var logarithms = new AlignedFloats(bands.PaddedBandCount);
        var sums = new AlignedFloats(64);
        var extractor = new FingerprintExtractor(options);
        var integers = new sbyte[options.CoefficientCount];
        var window = new Span<short>(samples.Address, options.WindowLength);
        uint state = 1;
        for (int frame = 0; frame < Frames; frame++)
        {
            foreach (ref short sample in window)
            {
                state = (state * 1664525) + 1013904223;
                sample = (short)((int)state >> (16 + (frame % 16)));
            }

            transform.Run((short*)samples.Address, re.Address, im.Address, scratch.Address, other.Address);
            (re.Address[length / 2], im.Address[length / 2]) = (re.Address[0], im.Address[0]);
            spectrum.Run(re.Address, im.Address, magnitudes.Address);
            bands.Run(magnitudes.Address, logarithms.Address, sums.Address);
            Add(ref sum, new ReadOnlySpan<byte>(logarithms.Address, options.BandCount * sizeof(float)));
            extractor.ExtractFrame(window, integers);
            Add(ref sum, MemoryMarshal.AsBytes<sbyte>(integers));
        }

        // Addresses alone do not keep what they point to.
        GC.KeepAlive((samples, re, im, scratch, other, magnitudes, logarithms, sums));
    }

    private static void Add(ref ulong sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            sum = (sum ^ value) * 1099511628211;
        }
    }
}
