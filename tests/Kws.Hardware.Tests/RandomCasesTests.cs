using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Hardware.Tests;

public class RandomCasesTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    public void Fingerprints_and_weights_cover_the_range_of_the_network(int bits)
    {
        Network network = Dnn.Create([8], new FamilyOptions { InputBits = bits, WeightBits = bits });
        var random = new RandomStream(1, 1);
        var fingerprints = new sbyte[8 * network.Input.Count];
        RandomCases.Fill(fingerprints, network, ref random);
        Assert.Equal((network.MinInput, network.MaxInput), (fingerprints.Min(), fingerprints.Max()));
        foreach (int kind in (int[])[0, 1, 2, 3])
        {
            // A weight out of range would be refused.
            KwsModel model = RandomCases.Model(network, kind, seed: 1).Model;
            TensorSpec spec = network.Tensors[0];
            Assert.All(kind < 2 ? [spec.MinValue, spec.MaxValue] : (int[])[], end => Assert.Contains(end, model[spec]));
            Assert.All(model[network.Tensors[1]], bias => Assert.Equal(0, bias % (1 << 25)));
        }
    }
}
