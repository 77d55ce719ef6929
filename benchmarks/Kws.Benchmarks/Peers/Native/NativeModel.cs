using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kws.Model;

namespace Kws.Benchmarks.Peers.Native;

/// <summary>The struct <c>model</c> of kws.c: weights with the output varying fastest.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeModel
{
    private const int Channels = 48;
    private const int Outputs = 16;
    private const int Labels = 4;
    private const int ConvolutionTaps = 16;

    private fixed short _convolution[ConvolutionTaps * Channels];
    private fixed float _depthwise[9 * Channels];
    private fixed int _pointwise[Channels * Outputs];
    private fixed int _fullyConnected[Outputs * Labels];
    private fixed int _biases[Labels];

    /// <summary>The weights of a model.</summary>
    /// <exception cref="ArgumentException">It has another topology than the one that kws.c computes.</exception>
    public NativeModel(KwsModel model)
    {
        if (!model.Network.Equals(DsCnn.Default))
        {
            throw new ArgumentException($"kws.c computes {DsCnn.Default} with {Labels} labels only", nameof(model));
        }

        ImmutableArray<int>[] tensors = [.. model.Network.Tensors.Select(spec => model[spec])];
        for (int i = 0; i < tensors[0].Length; i++)
        {
            _convolution[Transposed(i, ConvolutionTaps, Channels)] = (short)tensors[0][i];
        }

        for (int i = 0; i < tensors[1].Length; i++)
        {
            _depthwise[i] = tensors[1][i];
        }

        for (int i = 0; i < tensors[2].Length; i++)
        {
            _pointwise[Transposed(i, Channels, Outputs)] = tensors[2][i];
        }

        for (int i = 0; i < tensors[3].Length; i++)
        {
            _fullyConnected[Transposed(i, Outputs, Labels)] = tensors[3][i];
        }

        for (int i = 0; i < tensors[4].Length; i++)
        {
            _biases[i] = tensors[4][i];
        }
    }

    /// <summary>The place of value i of [output][input] in [input][output].</summary>
    private static int Transposed(int i, int inputs, int outputs) => (i % inputs * outputs) + (i / inputs);
}
