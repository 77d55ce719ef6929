using System.Text.Json;
using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Hardware.Benchmarking;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>The output of <c>kws bench</c>. Its figures are not tested, since other work disturbs them.</summary>
public sealed class BenchTests
{
    private static CliResult Run(params string[] args) => Run(onTerminal: false, args);

    /// <summary>Gives the measurements more time until it is enough, as a user of a busy machine would.</summary>
    private static CliResult Run(bool onTerminal, params string[] args)
    {
        for (int seconds = 1; ; seconds *= 2)
        {
            string[] all = ["bench", "--seconds", $"{seconds}", .. args];
            CliResult result = onTerminal ? CliResult.RunOnTerminal(all) : CliResult.Run(all);
            if (!result.Error.Contains("are not enough to measure", StringComparison.Ordinal))
            {
                return result;
            }
        }
    }

    private static readonly int[] Batches = [1, 32, 1024];

    private static readonly string[] Supported =
        [.. KwsClassifier.Kernels.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name)];

    private static KernelInfo Kernel(string name) => KwsClassifier.Kernels.Single(kernel => kernel.Name == name);

    public static TheoryData<string> Kernels => [.. KwsClassifier.Kernels.Select(kernel => kernel.Name)];

    [Fact]
    public void Any_model_is_measured_on_the_kernels_that_compute_it()
    {
        using var directory = new TemporaryDirectory();
        Network network = DsCnn.Parse("2 4 4 4 2 2 4 3 3 1 1");
        Assert.Equal(Supported, Measured("small", _ => 1));

        // The bounds of its sums exceed 32 bits, though no sum of a random fingerprint does.
        Assert.Equal(Supported, Measured("wide", spec => spec == network.Tensors[^1] ? int.MaxValue - 1_500_000 : 31));

        IEnumerable<string?> Measured(string name, Func<TensorSpec, int> value)
        {
            Models.Make(network, (spec, _) => value(spec)).Save(directory.PathOf(name));
            CliResult result = Run("--json", "--model", directory.PathOf(name));
            Assert.Equal(("", 0), (result.Error, result.ExitCode));
            return [.. JsonDocument.Parse(result.Out).RootElement.GetProperty("results").EnumerateArray()
                .Select(element => element.GetProperty("kernel").GetString()).Distinct()];
        }
    }

    [Fact]
    public void Json_has_every_supported_kernel_with_every_batch()
    {
        CliResult result = Run("--json");
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        JsonElement[] results = [.. root.GetProperty("results").EnumerateArray()];
        JsonElement[] threads = [.. root.GetProperty("threads").EnumerateArray()];
        double clock = root.GetProperty("clockGHz").GetDouble();

        Assert.Equal(["cpu", "clockGHz", "results", "threads"], Names(root));
        Assert.Equal(CpuName.Current, root.GetProperty("cpu").GetString());
        Assert.InRange(clock, 0.001, 20);
        Assert.Equal(
            Supported.SelectMany(kernel => Batches.Select(batch => (kernel, batch))),
            results.Select(element => (element.GetProperty("kernel").GetString()!, element.GetProperty("batch").GetInt32())));
        Assert.Equal(
            Supported.SelectMany(kernel => new[] { (kernel, 1), (kernel, 2) }),
            threads.Select(element => (element.GetProperty("kernel").GetString()!, element.GetProperty("threads").GetInt32())));
        Assert.All(results, element =>
        {
            Assert.Equal(
                ["kernel", "batch", "nsPerInference", "cyclesPerInference", "peakMultipliesPerSecond", "efficiency"], Names(element));
            double ns = element.GetProperty("nsPerInference").GetDouble();
            double peak = element.GetProperty("peakMultipliesPerSecond").GetDouble();
            double least = LeastMultiplies.Of(Kernel(element.GetProperty("kernel").GetString()!), DsCnn.Default);
            AssertNear(ns * clock, element.GetProperty("cyclesPerInference").GetDouble(), 0.1);
            AssertNear(least / peak / (ns * 1e-9), element.GetProperty("efficiency").GetDouble(), 0.0001);
        });
        Assert.All(threads.Chunk(2), pair =>
        {
            Assert.All(pair, element => Assert.Equal(["kernel", "threads", "nsPerInference", "speedUp"], Names(element)));
            Assert.Equal(1, pair[0].GetProperty("speedUp").GetDouble());
            AssertNear(
                pair[0].GetProperty("nsPerInference").GetDouble() / pair[1].GetProperty("nsPerInference").GetDouble(),
                pair[1].GetProperty("speedUp").GetDouble(),
                0.001);
        });
    }

    [Fact]
    public void Tables_name_a_single_kernel_and_its_instructions()
    {
        string kernel = Supported[0];
        CliResult result = Run("--kernel", kernel.ToLowerInvariant());
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string[][] words = [.. result.Out.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        Assert.Equal(
            [.. Batches.Select(batch => $"{batch}"), "1", "2", Kernel(kernel).ConvolutionMultiply.Name.Split(' ')[0]],
            words.Where(line => line.FirstOrDefault() == kernel).Select(line => line[1]));
        Assert.StartsWith($"{CpuName.Current}, clock ", result.Out);
        Assert.Contains("network's 63,040 products", result.Out);
        Assert.Contains("may exceed 1.\n", result.Out);
    }

    [Fact]
    public void A_terminal_is_told_how_long_it_takes()
    {
        CliResult result = Run(onTerminal: true, "--kernel", Supported[0]);
        Assert.Matches("^measuring for [0-9]+ s\n$", result.Error);
        Assert.Contains(" batch  ns/inference  fingerprints/s ", result.Out);
    }

    [Theory]
    [InlineData("--seconds is '0', expected an integer from 1 to 2147483647; see kws bench --help", "--seconds", "0")]
    [InlineData("--seconds is '1.5', expected an integer from 1 to 2147483647; see kws bench --help", "--seconds", "1.5")]
    [InlineData("unknown word 'samples.txt'; see kws bench --help", "samples.txt")]
    public void Wrong_usage(string message, params string[] args) => CliResult.Run(["bench", .. args]).AssertFailed(2, message);

    [Fact]
    public void An_unknown_kernel_lists_the_known_ones() => CliResult.Run("bench", "--kernel", "Avx9").AssertFailed(
        3,
        $"kernel 'Avx9' is unknown; the kernels are {string.Join(", ", KwsClassifier.Kernels.Select(kernel => kernel.Name))}; "
        + $"supported here: {string.Join(", ", Supported)}");

    [Fact]
    public void Too_little_time_is_told_before_it_is_long_over()
    {
        var request = new BenchmarkRequest(KwsModel.Default, Supported, TimeSpan.FromMilliseconds(1));
        TimeoutException failure = Assert.Throws<TimeoutException>(() => Benchmark.Run(request, TestContext.Current.CancellationToken));
        Assert.StartsWith("0.001 s are not enough to measure everything once", failure.Message);
    }

    [Fact]
    public void A_run_can_be_cancelled()
    {
        var request = new BenchmarkRequest(KwsModel.Default, Supported, TimeSpan.FromSeconds(1));
        Assert.Throws<OperationCanceledException>(() => Benchmark.Run(request, new CancellationToken(true)));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Every_multiply_instruction_of_a_kernel_can_be_measured(string kernel)
    {
        KernelInfo info = Kernel(kernel);
        Assert.Contains(info.ConvolutionMultiply.Name, PeakLoops.Names);
        Assert.Contains(info.OtherMultiply.Name, PeakLoops.Names);
        Assert.InRange(LeastMultiplies.Of(info, DsCnn.Default), 1, MultiplyAccumulates.Of(DsCnn.Default));
    }

    [Fact]
    public void Products_with_padding_are_not_counted()
    {
        // 14 x 4 x 48 x 16 of the convolution, 40 x 10 x 48 of the depthwise (two taps of each border are padding), 48 x 16, 16 x 4.
        Assert.Equal(43_008 + 19_200 + 768 + 64, MultiplyAccumulates.Of(DsCnn.Default));

        // A 1 x 1 convolution to 5 channels; stride 2, whose second window hangs over by one: 3 + 2 taps an axis; 5 x 3; 3 x 2.
        var strided = DsCnn.Create(new(5, 1, 1, 1, 1), [new(3, 3, 3, 2, 2)], labelCount: 2, frames: 4, coefficients: 4);
        Assert.Equal((4 * 4 * 5) + (5 * 5 * 5) + 15 + 6, MultiplyAccumulates.Of(strided));

        // 43,008 in sums of 64 products, the rest in sums of 32.
        Assert.Equal(672 + 600 + 24 + 2, LeastMultiplies.Of(Kernel("Avx512"), DsCnn.Default));
    }

    /// <summary>Those of Arm's networks: a linear layer to 12 labels follows the recurrent one.</summary>
    [Fact]
    public void Products_of_recurrent_layers_are_those_of_every_frame()
    {
        Assert.Equal(2_961_800, Of(49, 4 * 118, input => new LstmLayer("r", input, 0, "w", 0, 11)));
        Assert.Equal(1_896_048, Of(25, 3 * 154, input => new GruLayer("r", input, 0, "w", 0)));
        Assert.Equal(1_909_176, Of(25, 4 * 144, input => new LstmLayer("r", input, 0, "w", 0, 11, new("p", 0), new("q", 98, 0))));

        static long Of(int frames, int values, Func<TensorShape, RecurrentLayer> make)
        {
            var input = new TensorShape(frames, 10, 1);
            var convolution = new ConvolutionLayer("c", input, values, new Window(1, 10, 1, 1, Padding.Valid), "c");
            RecurrentLayer recurrent = make(convolution.Output);
            var last = new LastFrameLayer("last", recurrent.Output);
            return MultiplyAccumulates.Of(
                new Network(input, [convolution, recurrent, last, new FullyConnectedLayer("fc", last.Output, 12, "fc")]));
        }
    }

    [Theory]
    [InlineData("AMD EPYC (family 26, model 2)", "processor\t: 0", "cpu family\t: 26", "model\t\t: 2", "model name\t: AMD EPYC")]
    [InlineData("AMD EPYC 9655", "cpu family : 26", "model : 2", "model name : AMD EPYC 9655", "", "model name : another 1")]
    [InlineData("Some brand", "model name : Some brand")]
    [InlineData(null, "processor : 0", "BogoMIPS : 50.00")]
    public void The_processor_has_a_name(string? name, params string[] cpuInfo) => Assert.Equal(name, CpuName.Describe(cpuInfo));

    [Fact]
    public void A_processor_without_a_brand_has_its_part_number() => Assert.EndsWith(
        " (implementer 0x41, part 0xd0c)", CpuName.Describe(["processor : 0", "CPU implementer : 0x41", "CPU part : 0xd0c"]));

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    /// <summary>Equal but for the rounding of what is printed, this number among it.</summary>
    private static void AssertNear(double expected, double actual, double rounding)
    {
        Assert.True(actual > 0);
        Assert.InRange(actual, (expected * 0.999) - rounding, (expected * 1.001) + rounding);
    }
}
