using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>AVX-512 F and BW: three groups of 16 channels.</summary>
internal sealed class Avx512Kernel(KwsModel model)
    : Winograd<Simd512, Vector512<byte>, InputTransform512, ConvolutionStage<Simd512, Vector512<byte>>, Simd512>(new VectorModel(model));
