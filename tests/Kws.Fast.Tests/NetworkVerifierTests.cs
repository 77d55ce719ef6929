using System.Collections.Immutable;
using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>The verifier that <c>kws verify --networks</c> shows, and the networks that it makes.</summary>
public class NetworkVerifierTests
{
    [Fact]
    public void No_kernel_differs_on_random_networks()
    {
        var request = new NetworkVerificationRequest(Networks: 300, FingerprintsPerNetwork: 40, Seed: 1, Threads: -1);
        KernelEntry[] entries = [.. KernelRegistry.All, .. Support.Kernels.Emulated];
        IReadOnlyList<KernelVerification> results =
            NetworkVerifier.Run(request, entries, progress: null, TestContext.Current.CancellationToken);

        foreach ((KernelVerification result, KernelEntry entry) in results.Zip(entries))
        {
            Assert.Null(result.First);
            Assert.Equal((entry.Name, entry.IsSupported, 0), (result.Kernel, result.Ran, result.Mismatches));
            Assert.Equal(40L * result.Networks!.Value, result.Cases);
            Assert.InRange(result.Networks.Value, entry.IsSupported ? 240 : 0, entry.IsSupported ? 300 : 0);
        }
    }

    [Theory]
    [MemberData(nameof(AlteredNetwork.Faults), MemberType = typeof(AlteredNetwork))]
    public void A_planted_fault_is_found_and_its_network_repeated(string fault)
    {
        KernelMismatch found = FirstOf(AlteredNetwork.Entry(fault), new NetworkVerificationRequest(200, 20, Seed: 7, Threads: 2));
        Assert.Matches("^network [0-9]+ of seed 7 \\(alone: --networks 1 --seed [0-9]+\\), fingerprint [0-9]+$", found.Case);
        Assert.StartsWith("layer_", found.Layer, StringComparison.Ordinal);
        Assert.NotEqual(found.Expected, found.Actual);

        KernelMismatch repeated = FirstOf(AlteredNetwork.Entry(fault), new NetworkVerificationRequest(1, 20, SeedOf(found), Threads: 1));
        Assert.Equal(found with { Case = "" }, repeated with { Case = "" });
        Assert.Equal(found.Case.Split(", ")[1], repeated.Case.Split(", ")[1]);
    }

    [Theory]
    [MemberData(nameof(AlteredRecurrence.Faults), MemberType = typeof(AlteredRecurrence))]
    public void A_planted_fault_of_recurrent_layers_is_found_in_its_layer(string fault)
    {
        KernelMismatch found = FirstOf(AlteredRecurrence.Entry(fault), new NetworkVerificationRequest(300, 20, Seed: 7, Threads: 2));
        ImmutableArray<Layer> layers = RandomNetworks.OfAnySize(SeedOf(found)).Model().Network.Layers;
        Layer layer = layers.Single(layer => layer.Name == found.Layer);
        // A layer of more values than a network has labels is not tried as the last one.
        Layer expected = layers.SkipWhile(layer => fault == "first frame" ? layer is not LastFrameLayer : layer is not RecurrentLayer)
            .First(layer => layer.Output.Count <= Window.MaxDimension);
        Assert.True(layers.IndexOf(layer) >= layers.IndexOf(expected), $"{layer.Name} is before {expected.Name}");
        Assert.True(layer == expected || layers.Count(one => one is RecurrentLayer) > 1, $"{layer.Name} is not {expected.Name}");
    }

    [Fact]
    public void The_recurrent_arithmetic_into_which_faults_are_planted_is_right()
    {
        KernelVerification result = Assert.Single(NetworkVerifier.Run(
            new NetworkVerificationRequest(100, 20, Seed: 7, Threads: 2), [AlteredRecurrence.Entry("none")], progress: null,
            TestContext.Current.CancellationToken));
        Assert.Equal(0, result.Mismatches);
    }

    [Fact]
    public void A_kernel_that_ends_with_an_error_names_the_network()
    {
        var entry = new KernelEntry(
            KernelRegistry.Find("Scalar").Info, _ => true, _ => throw new ArithmeticException("no kernel"));
        var e = Assert.Throws<InvalidOperationException>(
            () => NetworkVerifier.Run(new NetworkVerificationRequest(1, 1, 5, 1), [entry], null, TestContext.Current.CancellationToken));
        Assert.Equal("network 0 of seed 5 (alone: --networks 1 --seed 5): no kernel", e.Message);
    }

    [Fact]
    public void Progress_counts_fingerprints_and_a_cancelled_token_stops_it()
    {
        var request = new NetworkVerificationRequest(3, 70, 1, 1, ["scalar"]);
        long last = 0;
        Assert.Single(NetworkVerifier.Run(request, new Synchronous(done => last = done), TestContext.Current.CancellationToken));
        Assert.Equal(request.Fingerprints, last);

        using var source = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => NetworkVerifier.Run(request, new Synchronous(_ => source.Cancel()), source.Token));
    }

    [Fact]
    public void Numbers_below_one_and_unknown_kernels_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(new NetworkVerificationRequest(0, 1, 1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(new NetworkVerificationRequest(1, 0, 1, 1)));
        Assert.Throws<ArgumentException>(() => Run(new NetworkVerificationRequest(1, 1, 1, 1, ["Sse9"])));

        static void Run(NetworkVerificationRequest request) =>
            NetworkVerifier.Run(request, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>The networks have what a kernel may treat in a way of its own; some need a wide plan.</summary>
    [Fact]
    public void Random_networks_have_every_kind_of_edge()
    {
        KwsModel[] models = [.. Enumerable.Range(0, 4000).Select(seed => RandomNetworks.OfAnySize(seed).Model())];
        Layer[] layers = [.. models.SelectMany(model => model.Network.Layers)];
        LayerBounds[] bounds = [.. models.SelectMany(model => LayerBounds.Of(model, _ => ValueRange.Word))];
        Assert.All(models, model => Assert.True(PlanKernel.Handles(model)));
        Assert.InRange(models.Count(PlanKernel.IsWide), 200, 1200);
        Assert.Equal(10, layers.Select(layer => layer.GetType()).Distinct().Count());
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], models.Select(model => model.Network.InputBits).Distinct().Order());
        Assert.Contains(models, model => model.Network.LabelCount == 1);
        Assert.Contains(models, model => model.Network.LabelCount > 1000);
        Assert.Contains(models, model => model.Network.Input.Count > 100_000);
        Assert.Contains(models, model => model.Network.Layers.OfType<DepthwiseConvolutionLayer>().Count() > 2);
        Assert.Contains(layers.OfType<RequantizationLayer>(), layer => layer.Shift > 20);
        Assert.Contains(bounds, one => one.Layer is AccumulatingLayer && one.Sums.Any(sum => sum.Greatest == int.MaxValue));
        Assert.Contains(bounds, one => one.Layer is AccumulatingLayer && one.Sums.Any(sum => sum.Least == int.MinValue));
        Assert.Contains(bounds, one => one.Output.Any(range => range.Greatest == short.MaxValue));
        Assert.Contains(bounds, one => one.Output.Any(range => range.Least == short.MinValue));
        Assert.Contains(bounds, one => one.Layer is AccumulatingLayer && one.Input.All(range => range.Least > short.MaxValue));
        Assert.Contains(
            bounds,
            one => one.Layer is ConvolutionLayer { Window.Padding: Padding.Same, PaddingTime: > 0 }
                && one.Input.All(range => range.Greatest < -255 && range.Greatest - range.Least < 128));
    }

    private static KernelMismatch FirstOf(KernelEntry faulty, NetworkVerificationRequest request)
    {
        KernelVerification result =
            Assert.Single(NetworkVerifier.Run(request, [faulty], progress: null, TestContext.Current.CancellationToken));
        Assert.True(result.Mismatches > 0, $"{faulty.Name} was not found");
        return result.First!;
    }

    /// <summary>The seed with which the network of a mismatch is repeated.</summary>
    private static int SeedOf(KernelMismatch found) => int.Parse(found.Case.Split("--seed ")[1].Split(')')[0], provider: null);

    private sealed class Synchronous(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
