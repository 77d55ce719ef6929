using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kws.Audio.Extraction;
using Kws.Model;

namespace Kws.Proof;

/// <summary>
/// The front end gives the same bits on every processor and with vectors of either width: a check sum over the logarithms of all bands,
/// which a difference in the last place of any operation before them changes, and over the integers.
/// </summary>
internal static unsafe class FrontEndProof
{
    /// <summary>As computed with AVX by .NET 10 on an Intel Xeon (Emerald Rapids).</summary>
    public const ulong Expected = 0x3a8dad45b721afa9;

    private const int Frames = 200;

    /// <summary>Front ends with every length of the Fourier transform.</summary>
    public static readonly FrontEnd[] FrontEnds =
    [
        new(), new() { WindowLength = 640 }, new() { WindowLength = 200, BandCount = 23 }, new() { WindowLength = 65, BandCount = 12 },
        new() { WindowLength = 512, HighestFrequency = 8000 }, new() { WindowLength = 2048 }, new() { WindowLength = 4096, BandCount = 80 },
    ];

    /// <summary>The check sums of all widths that this processor has.</summary>
    public static IEnumerable<(string Width, ulong Sum)> CheckSums()
    {
        yield return ("128 bits", CheckSum<Lanes4, Vector128<float>>());
        if (Avx.IsSupported)
        {
            yield return ("256 bits", CheckSum<Lanes8, Vector256<float>>());
        }
    }

    /// <summary>FNV-1a of what becomes of sound of many levels, made of integers alone.</summary>
    private static ulong CheckSum<TLanes, TVector>()
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        ulong sum = 14695981039346656037;
        foreach (FrontEnd options in FrontEnds)
        {
            int length = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)options.WindowLength);
            var bands = new MelFilterBank<TLanes, TVector>(options);
            var spectrum = new Spectrum<TLanes, TVector>(
                length, Enumerable.Repeat(1.0 / 65536, options.WindowLength).ToArray(), Math.Min(bands.MagnitudeCount, length / 2));
            var samples = new AlignedArray<float>(length / 2);
            var scratch = new AlignedArray<float>(spectrum.ScratchLength);
            var magnitudes = new AlignedArray<float>(bands.MagnitudeCount);
            var logarithms = new AlignedArray<float>(bands.PaddedBandCount);
            var sums = new AlignedArray<float>(MelFilterBank<TLanes, TVector>.SumsLength);
            var extractor = new FrameExtractor<TLanes, TVector>(options);
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

                spectrum.Run((short*)samples.Address, magnitudes.Address, scratch.Address);
                bands.Run(magnitudes.Address, logarithms.Address, sums.Address);
                Add(ref sum, new ReadOnlySpan<byte>(logarithms.Address, options.BandCount * sizeof(float)));
                extractor.Run(window, integers);
                Add(ref sum, MemoryMarshal.AsBytes<sbyte>(integers));
            }

            // Addresses alone do not keep what they point to.
            GC.KeepAlive((samples, scratch, magnitudes, logarithms, sums));
        }

        return sum;
    }

    private static void Add(ref ulong sum, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            sum = (sum ^ value) * 1099511628211;
        }
    }
}
