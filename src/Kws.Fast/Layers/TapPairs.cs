using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>Pairs of places of a kernel, each channel with its own values.</summary>
internal readonly unsafe struct TapPairs<TSimd, TVector> : IPairs<TVector>
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    public static int Places => 2;

    public static int UnitBytes => sizeof(TVector);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector First, TVector Second) Read(byte* window, int* places)
    {
        TVector left = TSimd.Load(window + places[0]);
        TVector right = TSimd.Load(window + places[1]);
        return (TSimd.UnpackLow16(left, right), TSimd.UnpackHigh16(left, right));
    }
}
