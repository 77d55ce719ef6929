using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;
using Kws.Hardware.Verification;
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

    /// <summary>Models at the edges of what the numbers of a plan hold.</summary>
    public static TheoryData<string> EdgeModels => [.. Edges.Keys];

    private static Dictionary<string, Func<KwsModel>> Edges { get; } = new()
    {
        ["values that all lie beyond 16 bits"] = () =>
        {
            var input = new TensorShape(2, 3, 1);
            var wide = new FullyConnectedLayer("wide", input, 16, "w", "b");
            var sum = new FullyConnectedLayer("sum", wide.Output, 2, "s");
            return Model(input, 6, [wide, sum], (name, _) => name switch { "w" => 0, "b" => -40_000, _ => 1 });
        },
        ["a border of zeros around values far from it"] = () =>
        {
            var input = new TensorShape(5, 4, 1);
            var far = new PointwiseConvolutionLayer("far", input, 3, "w", "b");
            var same = new ConvolutionLayer("same", far.Output, 2, new Window(3, 3, 1, 1, Padding.Same), "s");
            return Model(input, 6, [far, same], (name, i) => name switch { "w" => 1, "b" => -350, _ => (i % 7) - 3 });
        },
        ["pairs of products of bytes one beyond 16 bits"] = () =>
        {
            // Bytes are 0 to 255, and 255 x 129 is 32895.
            var input = new TensorShape(1, 1, 4);
            int[] weights = [64, 65, 0, 0, -64, -65, 0, 0, 0, 0, 64, 65, 0, 0, -64, -65];
            return Model(input, 8, [new FullyConnectedLayer("sum", input, 4, "s")], (_, i) => weights[i]);
        },
        ["the same, negative"] = () =>
        {
            var input = new TensorShape(1, 1, 4);
            int[] weights = [-64, -65, 0, 0, 0, 0, -64, -65];
            return Model(input, 8, [new FullyConnectedLayer("sum", input, 2, "s")], (_, i) => weights[i]);
        },
        ["sums of products of bytes just beyond 16 bits"] = () =>
        {
            // Three pairs of 43: 255 x 258 is 65790.
            var input = new TensorShape(1, 1, 12);
            return Model(
                input, 8, [new FullyConnectedLayer("sum", input, 4, "s")], (_, i) => i % 4 / 2 != i / 24 ? 0 : i / 12 % 2 == 0 ? 43 : -43);
        },
        ["sums of products of bytes beyond 32 bits in 16-bit lanes"] = () =>
        {
            // 100,000 pairs of 64: 255 x 128 x 100,000 exceeds 31 bits.
            var input = new TensorShape(40, 40, 250);
            return Model(input, 8, [new FullyConnectedLayer("sum", input, 2, "s")], (_, i) => i % 4 < 2 ? 64 : 0);
        },
        ["more products than 32 bits hold if all were positive"] = () =>
        {
            var input = new TensorShape(30, 10, 512);
            return Model(input, 8, [new FullyConnectedLayer("sum", input, 2, "s")], (_, i) => i % 4 < 2 ? 127 : 0);
        },
    };

    [Theory]
    [MemberData(nameof(EdgeModels))]
    public void A_plan_equals_the_reference_at_its_edges(string name)
    {
        KwsModel model = Edges[name]();
        Assert.True(PlanKernel.Handles(model));
        Network network = model.Network;
        var random = new Random(1);
        sbyte[] fingerprints =
            [.. Enumerable.Range(0, 5 * network.Input.Count).Select(_ => (sbyte)random.Next(network.MinInput, network.MaxInput + 1))];
        fingerprints.AsSpan(0, network.Input.Count).Fill((sbyte)network.MaxInput);
        fingerprints.AsSpan(network.Input.Count, network.Input.Count).Fill((sbyte)network.MinInput);
        var reference = new ReferenceClassifier(model);
        int[] expected = [.. fingerprints.Chunk(network.Input.Count).SelectMany(fingerprint => reference.Infer(fingerprint))];
        foreach (KernelEntry entry in Entries)
        {
            var logits = new int[expected.Length];
            Assert.Equal(5, entry.General!(model).Infer(fingerprints, logits));
            Assert.True(expected.SequenceEqual(logits), entry.Name);
        }
    }

    [Fact]
    public void Averages_of_sums_that_32_bits_may_not_hold_run_on_the_wide_plan()
    {
        // Values are up to 2^14. Three of them times 2^15 fit 32 bits, five do not.
        var input = new TensorShape(5, 1, 1);
        var values = new PointwiseConvolutionLayer("values", input, 1, "w");
        foreach ((int frames, bool isWide) in ((int, bool)[])[(3, false), (5, true)])
        {
            var pool = new AveragePoolLayer("pool", values.Output, new Window(frames, 1, 1, 1, Padding.Valid), leftShift: 15, wrapBits: 9);
            KwsModel model = Model(input, 8, [values, pool, new FullyConnectedLayer("sum", pool.Output, 2, "s")], (_, _) => -128);
            Assert.Equal(isWide, PlanKernel.IsWide(model));
            sbyte[] fingerprint = [-128, -128, -128, -128, -128];
            var logits = new int[2];
            new KwsClassifier(model).Infer(fingerprint, logits);
            Assert.Equal(new ReferenceClassifier(model).Infer(fingerprint), logits);
        }
    }

    [Fact]
    public void Layers_too_large_for_the_places_of_a_plan_run_on_Scalar()
    {
        var input = new TensorShape(1024, 1024, 1);
        var many = new PointwiseConvolutionLayer("many", input, 1024, "w");
        var pool = new MaxPoolLayer("pool", many.Output);
        KwsModel model = Model(input, 6, [many, pool, new FullyConnectedLayer("sum", pool.Output, 2, "s")], (_, _) => 1);
        Assert.False(PlanKernel.Handles(model));
        Assert.Equal("Scalar", new KwsClassifier(model).KernelName);
        foreach (KernelInfo kernel in KwsClassifier.Kernels.Where(kernel => kernel.IsSupported && kernel.Name != "Scalar"))
        {
            ArgumentException refused = Assert.Throws<ArgumentException>(
                () => new KwsClassifier(model, new KwsClassifierOptions { Kernel = kernel.Name }));
            Assert.EndsWith("many is too large for a plan of 32-bit places", refused.Message);
        }
    }

    internal static KwsModel Model(TensorShape input, int inputBits, Layer[] layers, Func<string, int, int> value)
    {
        var network = new Network(input, layers, inputBits);
        return new KwsModel(
            network, network.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(i => value(spec.Name, i)).ToImmutableArray()));
    }

    [Fact]
    public void A_plan_computes_the_default_network()
    {
        foreach (KernelEntry entry in Entries)
        {
            foreach ((KwsModel model, int[] expected) in
                (IEnumerable<(KwsModel, int[])>)[(KwsModel.Default, Recorded.Logits), (HardwareTeam.Model, [.. HardwareTeam.Logits])])
            {
                var logits = new int[expected.Length];
                Assert.Equal(logits.Length / 4, entry.General!(model).Infer(Recorded.Values, logits));
                Assert.True(logits.SequenceEqual(expected), entry.Name);
            }
        }
    }

    [Fact]
    public void Most_random_networks_have_a_narrow_plan() =>
        Assert.InRange(Enumerable.Range(0, 200).Count(seed => !PlanKernel.IsWide(new RandomNetworks(seed).Model())), 150, 195);

    [Property(MaxTest = 60)]
    public void A_plan_stays_inside_its_buffers_and_refuses_a_value_at_every_position(int seed)
    {
        var networks = new RandomNetworks(seed, 20, isWide: seed % 2 == 0);
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
                    Assert.Equal(0, Allocations.Of(() => kernel.Infer(Recorded.Values, logits)));
                    Assert.True(logits.SequenceEqual(expected));
                });
            }
        }
    }

    internal static void Check(RandomNetworks networks)
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

    internal static string Result(Func<int[]> infer)
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
