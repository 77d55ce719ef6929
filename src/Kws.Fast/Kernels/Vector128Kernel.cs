using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>
/// The portable 128-bit vectors of .NET, on any processor that has them: the stages of <see cref="NeonKernel"/> with 16-bit products by
/// broadcast numbers and 32-bit products of widened ones.
/// </summary>
internal sealed class Vector128Kernel(KwsModel model)
    : Winograd128<SimdPortable, Vector128<int>, ConvolutionStage128<SimdPortable, SimdPortable.Broadcasts>>(new VectorModel(model));
