using System.Collections.Immutable;
using Kws.Model;

namespace Kws.Reference.Tests;

/// <summary>
/// The numbers that the hardware team worked out by hand for its own fingerprint and the weights of its first two channels: 29 and -186 at
/// the first position of conv_1, 3 and -24 after the division by 8. Source: the team's notes of the network.
/// </summary>
public class GoldenTests
{
    private static readonly int[] Channel0 = [2, -5, -4, -7, 1, -2, -7, -12, 0, 1, 0, -6, 0, -1, -8, -9];
    private static readonly int[] Channel1 = [0, 0, -13, 4, -2, 5, -6, 1, -3, 3, 4, -3, -2, 1, 12, 2];

    private static readonly sbyte[] FirstRows =
    [
        -18, 0, 1, 1, 1, 0, 1, 1, 0, 0,
        19, 0, -3, -1, -2, 1, 0, -1, -2, 1,
        20, -2, -3, 0, -1, 0, 0, -1, -2, 1,
        20, -2, -3, 0, -1, 0, 0, -1, -3, 1,
    ];

    [Fact]
    public void First_position_of_the_convolution()
    {
        InferenceTrace trace = Trace();
        Assert.Equal(29, trace["conv_1"].Values[0]);
        Assert.Equal(-186, trace["conv_1"].Values[1]);
    }

    [Fact]
    public void Division_by_8_rounds_towards_minus_infinity()
    {
        InferenceTrace trace = Trace();
        Assert.Equal(3, trace["conv_1/floor8"].Values[0]);
        Assert.Equal(-24, trace["conv_1/floor8"].Values[1]);
    }

    [Fact]
    public void A_trace_holds_every_layer_of_the_specification_with_its_shape()
    {
        string[] expected =
        [
            "fingerprint_input 30 x 10 x 1", "conv_1 14 x 4 x 48", "conv_1/floor8 14 x 4 x 48", "conv_ds_1/dw_conv 14 x 4 x 48",
            "conv_ds_1/dw_conv/floor16 14 x 4 x 48", "max_pool 1 x 1 x 48", "conv_ds_1/pw_conv 1 x 1 x 16",
            "conv_ds_1/pw_conv/floor256 1 x 1 x 16", "fc1 1 x 1 x 4",
        ];
        Assert.Equal(expected, Trace().Layers.Select(layer => $"{layer.Name} {layer.Shape}"));
    }

    private static InferenceTrace Trace()
    {
        Network network = DsCnn.Default;
        sbyte[] fingerprint = new sbyte[network.Input.Count];
        FirstRows.CopyTo(fingerprint, 0);
        ImmutableArray<int> convolution = [.. Channel0, .. Channel1, .. new int[46 * 16]];
        var model = new KwsModel(
            network, network.Tensors.Select((spec, i) => i == 0 ? convolution : ImmutableArray.Create(new int[spec.Count])));
        return new ReferenceClassifier(model).Trace(fingerprint);
    }
}
