using System.Collections.Immutable;
using FsCheck.Xunit;
using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Fast.Tests;

/// <summary>The general plan of every kernel, of this processor and emulated, on networks whose values exceed 16 bits.</summary>
public class WidePlanTests
{
    private static readonly KernelEntry[] Entries =
        [.. KernelRegistry.All.Where(entry => entry.IsSupported && entry.General is not null), .. Support.Kernels.Emulated];

    [Property(MaxTest = 300)]
    public void A_plan_equals_the_reference_on_any_network_of_wide_values(int seed) =>
        PlanTests.Check(new RandomNetworks(seed, isWide: true));

    [Property(MaxTest = 150)]
    public void A_plan_equals_the_reference_on_wide_networks_of_many_channels(int seed) =>
        PlanTests.Check(new RandomNetworks(seed, 70, isWide: true));

    /// <summary>Models at the edges of 32 bits.</summary>
    public static TheoryData<string> EdgeModels => [.. Edges.Keys];

    private static Dictionary<string, Func<KwsModel>> Edges { get; } = new()
    {
        ["sums at both ends of 32 bits, and one beyond"] = () =>
        {
            var input = new TensorShape(1, 1, 3);
            return PlanTests.Model(
                input, 2, [new FullyConnectedLayer("sum", input, 4, "s", "b")],
                (name, i) => name == "s" ? i % 3 == 0 ? 1 : 0 : i % 2 == 0 ? int.MaxValue - 1 : int.MinValue + 1);
        },
        ["half up beyond 32 bits"] = () =>
        {
            var input = new TensorShape(2, 1, 3);
            var sums = new PointwiseConvolutionLayer("sums", input, 19, "w", "b");
            var halves = new RequantizationLayer("halves", sums.Output, 16, Rounding.HalfUp);
            return PlanTests.Model(
                input, 4, [sums, halves, new FullyConnectedLayer("sum", halves.Output, 2, "s")],
                (name, i) => name switch { "w" => (i % 5) - 2, "b" => int.MaxValue - 45 + (i % 2), _ => i == 7 ? 1 : 0 });
        },
        ["more products of extremes than one chunk, which cancel"] = () =>
        {
            var input = new TensorShape(30, 10, 8);
            var wide = new PointwiseConvolutionLayer("wide", input, 8, "w", "b");
            return PlanTests.Model(
                input, 8, [wide, new FullyConnectedLayer("sum", wide.Output, 3, "s")],
                (name, i) => name switch { "w" => i % 9 == 0 ? 127 : 0, "b" => 1 << 30, _ => i % 2400 < 1200 ? -128 : 127 });
        },
        ["more products of extremes than 45 bits hold, which cancel"] = () =>
        {
            var input = new TensorShape(64, 64, 1);
            var wide = new PointwiseConvolutionLayer("wide", input, 32, "w", "b");
            return PlanTests.Model(
                input, 2, [wide, new FullyConnectedLayer("sum", wide.Output, 2, "s")],
                (name, i) => name switch { "w" => 0, "b" => int.MaxValue, _ => i % 131072 < 65536 ? -127 : 127 });
        },
        ["a sum of 2^48, of which the upper sum has 32 bits that are zero"] = () =>
        {
            var input = new TensorShape(64, 64, 1);
            var wide = new PointwiseConvolutionLayer("wide", input, 1, "w", "b");
            return PlanTests.Model(
                input, 2, [wide, new FullyConnectedLayer("sum", wide.Output, 2, "s")],
                (name, _) => name switch { "w" => 0, "b" => 1 << 30, _ => 64 });
        },
        ["a sum of -2^32, as the lower sum is"] = () =>
        {
            var input = new TensorShape(32, 32, 1);
            var wide = new PointwiseConvolutionLayer("wide", input, 2, "w", "b");
            return PlanTests.Model(
                input, 2, [wide, new FullyConnectedLayer("sum", wide.Output, 2, "s")],
                (name, i) => name switch { "w" => 0, "b" => -65536 * i, _ => 64 });
        },
        ["depthwise kernels of more places than one chunk"] = () =>
        {
            var input = new TensorShape(30, 12, 1);
            var wide = new PointwiseConvolutionLayer("wide", input, 9, "w", "b");
            var depthwise = new DepthwiseConvolutionLayer("depthwise", wide.Output, new Window(29, 11, 1, 1, Padding.Same), "d");
            return PlanTests.Model(
                input, 6, [wide, depthwise, new FullyConnectedLayer("sum", depthwise.Output, 2, "s")],
                (name, i) => name switch { "w" => i - 4, "b" => 60_000 * (i - 4), "d" => (i % 255) - 127, _ => i % 5 == 0 ? 1 : 0 });
        },
        ["pools of extremes, with borders"] = () =>
        {
            var input = new TensorShape(6, 5, 1);
            var wide = new PointwiseConvolutionLayer("wide", input, 18, "w", "b");
            var window = new Window(3, 3, 2, 1, Padding.Same);
            var max = new MaxPoolLayer("max", wide.Output, window);
            var average = new AveragePoolLayer("average", max.Output, window);
            var narrow = new RequantizationLayer("narrow", average.Output, 14, Rounding.HalfUp);
            return PlanTests.Model(
                input, 8, [wide, max, average, narrow, new FullyConnectedLayer("sum", narrow.Output, 2, "s")],
                (name, i) => name switch
                {
                    "w" => 127 - (14 * i),
                    "b" => i % 2 == 0 ? int.MinValue + 20_000 : -(i << 20),
                    _ => (i % 9) - 4,
                });
        },
    };

    [Theory]
    [MemberData(nameof(EdgeModels))]
    public void A_wide_plan_equals_the_reference_at_its_edges(string name)
    {
        KwsModel model = Edges[name]();
        Assert.True(PlanKernel.Handles(model));
        Network network = model.Network;
        var random = new Random(1);
        var reference = new ReferenceClassifier(model);
        for (int i = 0; i < 20; i++)
        {
            sbyte[] fingerprint = [.. Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)(i switch
            {
                0 => network.MinInput,
                1 => network.MaxInput,
                _ => random.Next(network.MinInput, network.MaxInput + 1),
            }))];
            string expected = PlanTests.Result(() => [.. reference.Infer(fingerprint)]);
            foreach (KernelEntry entry in Entries)
            {
                string actual = PlanTests.Result(() =>
                {
                    var logits = new int[network.LabelCount];
                    Assert.Equal(1, entry.General!(model).Infer(fingerprint, logits));
                    return logits;
                });
                Assert.True(expected == actual, $"{entry.Name}:\n{expected}\n{actual}");
            }
        }
    }

    [Fact]
    public void Many_random_networks_have_wide_values_and_logits()
    {
        int wide = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var networks = new RandomNetworks(seed, isWide: true);
            KwsModel model = networks.Model();
            try
            {
                InferenceTrace trace = new ReferenceClassifier(model).Trace(networks.Fingerprint(model.Network));
                wide += trace.Layers.SkipLast(2).Any(layer => layer.Values.Any(value => value != (short)value)) ? 1 : 0;
            }
            catch (OverflowException)
            {
            }
        }

        Assert.InRange(wide, 30, 200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wide_plan_allocates_nothing_and_any_number_of_threads_may_use_it(bool isWide)
    {
        KwsModel model = isWide ? WideCnn() : WideDsCnn();
        Assert.Equal(isWide, PlanKernel.IsWide(model));
        int labels = model.Network.LabelCount;
        foreach (KernelEntry entry in KernelRegistry.All.Where(entry => entry.IsSupported && entry.General is not null))
        {
            Kernel kernel = entry.General!(model);
            Assert.Equal(isWide, kernel.Steps.Any(step => step.Arithmetic.StartsWith("32-bit values", StringComparison.Ordinal)));
            var expected = new int[Recorded.Values.Length / 300 * labels];
            kernel.Infer(Recorded.Values, expected);
            Assert.Equal(new ReferenceClassifier(model).Infer(Recorded.Values.AsSpan(0, 300)), expected.AsSpan(0, labels));
            Parallel.For(0, 8, _ =>
            {
                var logits = new int[expected.Length];
                kernel.Infer(Recorded.Values, logits);
                Assert.Equal(0, Allocations.Of(() => kernel.Infer(Recorded.Values, logits)));
                Assert.True(logits.SequenceEqual(expected));
            });
        }
    }

    /// <summary>A DS-CNN of which no value is shifted: the narrow plan finds values beyond 16 bits.</summary>
    private static KwsModel WideDsCnn()
    {
        Network network = DsCnn.Parse("2 64 10 4 2 2 64 3 3 1 1", 12);
        Layer[] layers = [.. network.Layers.Select(layer => layer is RequantizationLayer narrow
            ? new RequantizationLayer(narrow.Name, narrow.Input, 0, narrow.Rounding)
            : layer)];
        var random = new Random(3);
        var wide = new Network(network.Input, layers, network.InputBits);
        return new KwsModel(
            wide, wide.Tensors.Select(spec => Enumerable.Range(0, spec.Count).Select(_ => random.Next(-3, 4)).ToImmutableArray()));
    }

    /// <summary>A network of which sums could exceed 32 bits, if not those of the same bias cancelled each other.</summary>
    private static KwsModel WideCnn()
    {
        var input = new TensorShape(30, 10, 1);
        var wide = new PointwiseConvolutionLayer("wide", input, 18, "w", "b");
        var depthwise = new DepthwiseConvolutionLayer("depthwise", wide.Output, new Window(3, 3, 1, 1, Padding.Same), "d");
        var narrow = new RequantizationLayer("narrow", depthwise.Output, 0, Rounding.HalfUp);
        return PlanTests.Model(
            input, 6, [wide, depthwise, narrow, new FullyConnectedLayer("sum", narrow.Output, 12, "s")],
            (name, i) => name switch { "w" => i - 9, "b" => 1 << 28, "d" => (i / 18 % 3) - 1, _ => 127 * ((i % 3) - 1) });
    }
}
