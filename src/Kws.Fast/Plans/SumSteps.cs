using System.Collections.Immutable;
using Kws.Fast.Layers;
using Kws.Fast.Simd;
using Kws.Model;

namespace Kws.Fast.Plans;

/// <summary>Steps of layers that sum over channels, of values of 16 bits at most.</summary>
internal static unsafe class SumSteps<TSimd, TVector>
    where TSimd : ILayerSimd<TVector>
    where TVector : unmanaged
{
    /// <summary>The input of a layer: bytes if they hold its values and their products can be added, else 16-bit numbers.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="shorts">Its input as 16-bit numbers.</param>
    /// <param name="range">The range of its input, with 0.</param>
    /// <returns>The input, and the chunks of products that are added in 16 bits, if there are such.</returns>
    public static (PlanTensor Tensor, ByteChunks? Chunks) Input(
        Layer layer, ImmutableArray<int> weights, PlanTensor shorts, ValueRange range)
    {
        int zero = (int)-range.Least;
        if (!TSimd.HasBytes || range.Greatest + zero > byte.MaxValue)
        {
            return (shorts, null);
        }

        PlanTensor bytes = shorts with { Format = ValueFormat.Byte, Zero = zero + TSimd.ByteOffset };
        if (TSimd.HasDot8)
        {
            return (bytes, null);
        }

        var chunks = ByteChunks.Of(SumLayout.Of(layer, bytes), weights, (int)range.Greatest + zero, sizeof(TVector));
        return chunks is null ? (shorts, null) : (bytes, chunks);
    }

    /// <summary>
    /// The input of a product with weights that are read for every frame: bytes, signed ones if their products fit no other way, so that
    /// weights are bytes too; else 16-bit numbers.
    /// </summary>
    /// <inheritdoc cref="Input"/>
    public static (PlanTensor Tensor, ByteChunks? Chunks) RecurrentInput(
        Layer layer, ImmutableArray<int> weights, PlanTensor shorts, ValueRange range)
    {
        (PlanTensor Tensor, ByteChunks? Chunks) input = Input(layer, weights, shorts, range);
        if (input.Tensor.Format == ValueFormat.Byte || !TSimd.HasBytes || weights.Min() == sbyte.MinValue)
        {
            return input;
        }

        PlanTensor bytes = shorts with { Format = ValueFormat.Byte };
        int greatest = (int)Math.Max(-range.Least, range.Greatest);
        return (bytes, ByteChunks.Of(SumLayout.Of(layer, bytes), weights, greatest, sizeof(TVector), isSigned: true));
    }

    /// <summary>The step of a layer with an input that was chosen here.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="biases">Its biases; empty for none.</param>
    /// <param name="input">Its input.</param>
    /// <param name="chunks">The chunks of the input.</param>
    /// <param name="half">The number that rounding adds.</param>
    /// <param name="outputs">The place of each output.</param>
    /// <param name="starts">The place of each window; null for those of the layer.</param>
    /// <param name="narrowing">The requantisation.</param>
    public static LayerStep Of(
        Layer layer, ImmutableArray<int> weights, ImmutableArray<int> biases, PlanTensor input, ByteChunks? chunks, long half,
        int[] outputs, int[]? starts, Narrowing<TSimd, TVector> narrowing)
    {
        SumLayout layout = SumLayout.Of(layer, input);
        var packed = new PackedSums(layout, weights, biases, sizeof(TVector), chunks, half, outputs, starts ?? layout.Starts);
        return input.Format != ValueFormat.Byte ? new ShortSums<TSimd, TVector>(packed, narrowing)
            : chunks is { IsSigned: true } ? new SignedByteSums<TSimd, TVector>(packed, narrowing)
            : new ByteSums<TSimd, TVector>(packed, narrowing);
    }
}
