using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Fast.Kernels;
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

    [Property(MaxTest = 60)]
    public void A_plan_stays_inside_its_buffers_and_refuses_a_value_at_every_position(int seed)
    {
        var networks = new RandomNetworks(seed, 20);
        KwsModel model = networks.Model();
        if (!PlanKernel.Handles(model) || model.Network.InputBits == 8)
        {
            return;
        }

        (int length, int labels) = (model.Network.Input.Count, model.Network.LabelCount);
        using var inputs = new GuardedMemory(2 * length);
        using var outputs = new GuardedMemory(2 * labels * sizeof(int));
        sbyte[] fingerprint = networks.Fingerprint(model.Network);
        foreach (KernelEntry entry in Entries)
        {
            Kernel kernel = entry.General!(model);
            foreach (bool atEnd in (bool[])[false, true])
            {
                Span<sbyte> input = (atEnd ? inputs.AtEnd<sbyte>(2 * length) : inputs.AtStart<sbyte>(2 * length)).Span;
                Span<int> output = (atEnd ? outputs.AtEnd<int>(2 * labels) : outputs.AtStart<int>(2 * labels)).Span;
                for (int bad = 0; bad < length; bad++)
                {
                    fingerprint.CopyTo(input);
                    fingerprint.CopyTo(input[length..]);
                    input[length + bad] = (sbyte)(model.Network.MaxInput + 1);
                    output.Fill(0x55AA55AA);
                    try
                    {
                        Assert.Equal(1, kernel.Infer(input, output));
                    }
                    catch (OverflowException)
                    {
                        break;
                    }

                    Assert.Equal(-1, output[labels..].IndexOfAnyExcept(0x55AA55AA));
                }
            }
        }
    }

    [Fact]
    public void A_plan_allocates_nothing_and_any_number_of_threads_may_use_it()
    {
        foreach (string topology in (string[])["2 64 10 4 2 2 64 3 3 1 1", "3 32 4 4 2 2 32 3 3 1 1 16 3 3 1 1"])
        {
            Network network = DsCnn.Parse(topology);
            var random = new Random(3);
            var model = new KwsModel(
                network,
                network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(_ => random.Next(-15, 16)).ToImmutableArray()));
            foreach (KernelEntry entry in KernelRegistry.All.Where(entry => entry.IsSupported && entry.General is not null))
            {
                Kernel kernel = entry.General!(model);
                var expected = new int[Recorded.Logits.Length];
                kernel.Infer(Recorded.Values, expected);
                Parallel.For(0, 8, _ =>
                {
                    var logits = new int[expected.Length];
                    kernel.Infer(Recorded.Values, logits);
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    kernel.Infer(Recorded.Values, logits);
                    Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
                    Assert.True(logits.SequenceEqual(expected));
                });
            }
        }
    }

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
