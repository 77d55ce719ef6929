using Kws.Fast.Simd;

namespace Kws.Fast.Layers;

/// <summary>Pairs of neighbouring input channels, which every output channel multiplies.</summary>
internal readonly unsafe struct ChannelPairs<TSimd, TVector> : IPairs<TVector>
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    public static int Places => 1;

    public static int UnitBytes => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (TVector First, TVector Second) Read(byte* window, int* places)
    {
        TVector values = TSimd.Broadcast32(window + *places);
        return (values, values);
    }
}
