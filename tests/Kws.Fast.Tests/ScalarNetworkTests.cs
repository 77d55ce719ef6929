using FsCheck.Xunit;
using Kws.Fast.Kernels;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;

namespace Kws.Fast.Tests;

/// <summary><see cref="ScalarKernel"/> on networks of every kind of layer.</summary>
public class ScalarNetworkTests
{
    [Property(MaxTest = 500)]
    public void Scalar_equals_the_reference_on_any_network(int seed)
    {
        var networks = new RandomNetworks(seed);
        KwsModel model = networks.Model();
        var classifier = new KwsClassifier(model, new KwsClassifierOptions { Kernel = "Scalar" });
        for (int i = 0; i < 4; i++)
        {
            sbyte[] fingerprint = networks.Fingerprint(model.Network);
            Assert.Equal(
                Result(() => new ReferenceClassifier(model).Infer(fingerprint)), Result(() =>
                {
                    var logits = new int[model.Network.LabelCount];
                    classifier.Infer(fingerprint, logits);
                    return logits;
                }));
        }
    }

    [Property(MaxTest = 100)]
    public void A_value_outside_the_bits_of_the_network_is_refused(int seed)
    {
        var networks = new RandomNetworks(seed);
        KwsModel model = networks.Model();
        sbyte[] fingerprint = networks.Fingerprint(model.Network);
        if (model.Network.InputBits == 8)
        {
            return;
        }

        int index = (int)((uint)seed % (uint)fingerprint.Length);
        fingerprint[index] = (sbyte)(model.Network.MaxInput + 1);
        var classifier = new KwsClassifier(model);
        FingerprintRangeException e =
            Assert.Throws<FingerprintRangeException>(() => classifier.Infer(fingerprint, new int[model.Network.LabelCount]));
        Assert.Equal(index, e.Index);
        Assert.Contains($"expected {model.Network.MinInput} to {model.Network.MaxInput}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Averages_of_sums_beyond_64_bits_keep_their_low_bits()
    {
        var input = new TensorShape(512, 512, 1);
        var largest = new PointwiseConvolutionLayer("largest", input, 1, "w", "b");
        var pool = new AveragePoolLayer("pool", largest.Output, leftShift: 15, wrapBits: 20);
        var model = new KwsModel(new Network(input, [largest, pool]), [[0], [int.MaxValue]]);
        var fingerprint = new sbyte[input.Count];
        var logits = new int[1];
        new KwsClassifier(model).Infer(fingerprint, logits);

        // (2^31 - 1) 2^15 is -2^15 modulo 2^20.
        Assert.Equal([-32768], logits);
        Assert.Equal([-32768], new ReferenceClassifier(model).Infer(fingerprint));
    }

    private static string Result(Func<int[]> infer)
    {
        try
        {
            return string.Join(' ', infer());
        }
        catch (OverflowException e)
        {
            return e.Message;
        }
    }
}
