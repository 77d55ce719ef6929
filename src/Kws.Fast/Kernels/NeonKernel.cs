using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>AdvSimd of ARMv8.0: six groups of 8 channels; multiply-add by element and widening multiply-add.</summary>
internal sealed class NeonKernel(KwsModel model)
    : Winograd128<SimdNeon, Vector64<short>, ConvolutionStage128<SimdNeon, Vector128<short>>>(new VectorModel(model));
