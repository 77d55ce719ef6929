using Kws.Audio.Extraction;

namespace Kws.Audio.Tests.Support;

/// <summary>The spectrum of sound without a window.</summary>
internal static class Magnitudes
{
    public static unsafe float[] Of<TLanes, TVector>(short[] samples)
        where TLanes : ILanes<TVector>
        where TVector : unmanaged
    {
        int half = samples.Length / 2;
        var spectrum = new Spectrum<TLanes, TVector>(samples.Length, Enumerable.Repeat(0.5, samples.Length).ToArray(), half);
        var aligned = new AlignedArray<float>(half);
        var magnitudes = new AlignedArray<float>(half);
        var scratch = new AlignedArray<float>(spectrum.ScratchLength);
        samples.CopyTo(new Span<short>(aligned.Address, samples.Length));
        spectrum.Run((short*)aligned.Address, magnitudes.Address, scratch.Address);
        float[] result = new Span<float>(magnitudes.Address, half).ToArray();
        GC.KeepAlive((aligned, magnitudes, scratch));
        return result;
    }
}
