using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Fast.Stages;

/// <summary>
/// The one topology that the vector kernels specialise, as constants, and the weights of a model by position. The number of
/// labels is free.
/// </summary>
internal sealed class VectorModel
{
    public const int Frames = 30;
    public const int Coefficients = 10;
    public const int FingerprintLength = Frames * Coefficients;
    public const int ConvTime = 14;
    public const int ConvFrequency = 4;
    public const int ConvChannels = 48;
    public const int PointwiseChannels = 16;

    /// <summary>Rows of the convolution's output are computed, and read by the depthwise convolution, two at a time.</summary>
    public const int RowPairs = ConvTime / 2;

    /// <summary>
    /// Logits without bias lie in +-113,246,208 (16 channels of the greatest value after the last floor division, times -32), so a bias
    /// below this cannot overflow a 32-bit sum in any order of additions.
    /// </summary>
    public const int MaxBias = 1 << 30;

    private readonly int[] _convolution;
    private readonly int[] _depthwise;
    private readonly int[] _pointwise;
    private readonly int[] _fullyConnected;
    private readonly int[] _biases;

    public VectorModel(KwsModel model)
    {
        var tensors = model.Network.Tensors;
        (_convolution, _depthwise, _pointwise, _fullyConnected, _biases) =
            (Values(tensors[0]), Values(tensors[1]), Values(tensors[2]), Values(tensors[3]), Values(tensors[4]));
        Labels = model.Network.LabelCount;

        int[] Values(TensorSpec spec) => ImmutableCollectionsMarshal.AsArray(model[spec])!;
    }

    public int Labels { get; }

    public static bool IsSpecialised(KwsModel model)
    {
        Network network = model.Network;
        return DsCnn.IsDefault(network) && model[network.Tensors[^1]].All(bias => bias is >= -MaxBias and <= MaxBias);
    }

    public int Convolution(int channel, int time, int frequency) => _convolution[(((channel * 4) + time) * 4) + frequency];

    public int Depthwise(int channel, int time, int frequency) => _depthwise[(((time * 3) + frequency) * ConvChannels) + channel];

    public int Pointwise(int output, int input) => _pointwise[(output * ConvChannels) + input];

    public int FullyConnected(int label, int input) => _fullyConnected[(label * PointwiseChannels) + input];

    public int Bias(int label) => _biases[label];
}
