using FsCheck.Xunit;
using Kws.Fast.Kernels;
using Kws.Fast.Plans;
using Kws.Fast.Tests.Support;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Fast.Tests;

/// <summary>The general plan of every kernel, of this processor and emulated, on networks of every kind of layer.</summary>
public class PlanTests
{
    private static readonly KernelEntry[] Entries =
        [.. KernelRegistry.All.Where(entry => entry.IsSupported && entry.General is not null), .. Support.Kernels.Emulated];

    [Property(MaxTest = 300)]
    public void A_plan_equals_the_reference_on_any_network(int seed) => Check(new RandomNetworks(seed));

    [Property(MaxTest = 150)]
    public void A_plan_equals_the_reference_on_networks_of_many_channels(int seed) => Check(new RandomNetworks(seed, 70));

    [Fact]
    public void A_plan_computes_the_default_network()
    {
        foreach (KernelEntry entry in Entries)
        {
            var logits = new int[Recorded.Logits.Length];
            Assert.Equal(logits.Length / 4, entry.General!(KwsModel.Default).Infer(Recorded.Values, logits));
            Assert.True(logits.SequenceEqual(Recorded.Logits), entry.Name);
        }
    }

    [Fact]
    public void Most_random_networks_have_a_plan() =>
        Assert.InRange(Enumerable.Range(0, 200).Count(seed => PlanKernel.Handles(new RandomNetworks(seed).Model())), 150, 200);

    private static void Check(RandomNetworks networks)
    {
        KwsModel model = networks.Model();
        if (!PlanKernel.Handles(model))
        {
            return;
        }

        var reference = new ReferenceClassifier(model);
        int labels = model.Network.LabelCount;
        foreach (KernelEntry entry in Entries)
        {
            // One, more than a step takes at a time, and more than a block.
            foreach (int count in (int[])[1, 5, 26])
            {
                sbyte[][] fingerprints = [.. Enumerable.Range(0, count).Select(_ => networks.Fingerprint(model.Network))];
                var logits = new int[count * labels];
                string expected = Result(() => [.. fingerprints.SelectMany(fingerprint => reference.Infer(fingerprint))]);
                string actual = Result(() =>
                {
                    Assert.Equal(count, entry.General!(model).Infer([.. fingerprints.SelectMany(values => values)], logits));
                    return logits;
                });
                Assert.True(expected == actual, $"{entry.Name}, {count} fingerprints of {model.Network}:\n{expected}\n{actual}");
            }
        }
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
