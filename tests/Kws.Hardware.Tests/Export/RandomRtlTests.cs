using Kws.Hardware.Estimates;
using Kws.Hardware.Export;
using Kws.Hardware.Tests.Export.Support;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Hardware.Tests.Export;

/// <summary>Networks of every kind of feed-forward layer in any order, in Verilog: logits, labels and cycles.</summary>
public sealed class RandomRtlTests : IDisposable
{
    private const int Fingerprints = 3;

    /// <summary>Larger networks would take Icarus more than a second.</summary>
    private const int MostCycles = 20_000;

    private static readonly int[] Multipliers = [1, 2, 3, 4, 5, 16];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1, 10)]
    public void Random_networks_have_the_logits_of_the_reference(int seed, int count) => Compare(seed, count);

    [Theory(Explicit = true)]
    [InlineData(2, 100)]
    public void Many_random_networks_have_the_logits_of_the_reference(int seed, int count) => Compare(seed, count);

    private void Compare(int seed, int count)
    {
        Tool.Require("iverilog");
        int compared = 0;
        for (int i = seed << 16; compared < count; i++)
        {
            var random = new RandomNetworks(i, isWide: i % 4 == 0);
            KwsModel model = random.Model();
            int multipliers = Multipliers[i % Multipliers.Length];
            if (model.Network.Layers.Any(layer => layer is RecurrentLayer)
                || CircuitEstimate.Of(model, [multipliers], TestContext.Current.CancellationToken)[0].Cycles > MostCycles
                || Cases(model, random) is not { } cases)
            {
                continue;
            }

            var rtl = new Rtl(_directory.PathOf($"{i}"), model, multipliers, cases);
            string output = rtl.RunIcarus();
            Assert.True(output == rtl.Passes(), $"seed {i}, {multipliers} multipliers, {model.Network}:\n{output}");
            compared++;
        }
    }

    /// <summary>Golden fingerprints; null if the reference refuses one since a value exceeds 32 bits.</summary>
    private static VectorCase[]? Cases(KwsModel model, RandomNetworks random)
    {
        var reference = new ReferenceClassifier(model);
        try
        {
            return
            [
                .. Enumerable.Range(0, Fingerprints).Select(index =>
                {
                    sbyte[] values = random.Fingerprint(model.Network);
                    return new VectorCase(index, new Fingerprint(values, null, null, 1), reference.Trace(values));
                }),
            ];
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
