using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>AdvSimd and the dot products of ARMv8.2: as <see cref="NeonKernel"/>, the convolution in quads of bytes.</summary>
internal sealed class NeonDotKernel(KwsModel model) : Winograd128<SimdNeon, Vector64<short>, ConvolutionStageDot>(new VectorModel(model));
