using Kws.Fast.Kernels;
using Kws.Fast.Tests.Support;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>The choice of the kernel; an override is never silently replaced.</summary>
[Collection(nameof(ChangesEnvironment))]
public class DispatchTests
{
    private static readonly Network TwoBlocks = DsCnn.Parse("3 4 4 4 2 2 5 3 3 1 1 6 3 3 1 1");

    /// <summary>Scalar itself on a processor without vectors.</summary>
    private static string Fastest => KernelRegistry.All.First(entry => entry.IsSupported).Name;

    [Fact]
    public void The_fastest_supported_kernel_is_taken() => Assert.Equal(Fastest, new KwsClassifier(KwsModel.Default).KernelName);

    [Fact]
    public void Scalar_is_always_supported_and_comes_last()
    {
        Assert.Equal("Scalar", KwsClassifier.Kernels[^1].Name);
        Assert.True(KwsClassifier.Kernels[^1].IsSupported);
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.Registered), MemberType = typeof(Support.Kernels))]
    public void Every_kernel_runs_where_its_instructions_are(string kernel)
    {
        KernelInfo info = KwsClassifier.Kernels.Single(info => info.Name == kernel);
        Assert.SkipUnless(info.IsSupported, $"{kernel} needs {info.InstructionSets}; the other tests run it emulated");
        Assert.Equal(kernel, new KwsClassifier(KwsModel.Default, new KwsClassifierOptions { Kernel = kernel }).KernelName);
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.Supported), MemberType = typeof(Support.Kernels))]
    public void A_kernel_is_named_after_its_type(string kernel) =>
        Assert.Equal($"{kernel}Kernel", Support.Kernels.Find(kernel).Create(KwsModel.Default).GetType().Name);

    [Fact]
    public void Names_are_taken_in_any_case() =>
        Assert.Equal("Scalar", new KwsClassifier(KwsModel.Default, new KwsClassifierOptions { Kernel = "sCALAR" }).KernelName);

    [Fact]
    public void An_unknown_kernel_is_refused_and_the_known_ones_are_listed()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => new KwsClassifier(KwsModel.Default, new KwsClassifierOptions { Kernel = "Sse9" }));
        Assert.Equal(
            $"kernel 'Sse9' is unknown; the kernels are {string.Join(", ", KwsClassifier.Kernels.Select(k => k.Name))}", e.Message);
    }

    [Fact]
    public void The_environment_variable_names_the_kernel_and_the_option_goes_before_it()
    {
        string? before = Environment.GetEnvironmentVariable(KernelRegistry.EnvironmentVariable);
        Environment.SetEnvironmentVariable(KernelRegistry.EnvironmentVariable, "scalar");
        try
        {
            Assert.Equal("Scalar", new KwsClassifier(KwsModel.Default).KernelName);

            Environment.SetEnvironmentVariable(KernelRegistry.EnvironmentVariable, "nonsense");
            ArgumentException e = Assert.Throws<ArgumentException>(() => new KwsClassifier(KwsModel.Default));
            Assert.StartsWith("KWS_KERNEL 'nonsense' is unknown", e.Message, StringComparison.Ordinal);
            Assert.Equal("Scalar", new KwsClassifier(KwsModel.Default, new KwsClassifierOptions { Kernel = "Scalar" }).KernelName);
        }
        finally
        {
            Environment.SetEnvironmentVariable(KernelRegistry.EnvironmentVariable, before);
        }
    }

    [Fact]
    public void Any_topology_runs_on_the_fastest_kernel() => Assert.Equal(Fastest, new KwsClassifier(Models.Zero(TwoBlocks)).KernelName);

    [Fact]
    public void Biases_that_could_overflow_a_sum_run_on_the_fastest_kernel()
    {
        Assert.Equal(Fastest, new KwsClassifier(Models.Overflowing).KernelName);
        Assert.Equal(Fastest, new KwsClassifier(Models.WithBiases(1 << 30, -(1 << 30), 0, 0)).KernelName);
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.Supported), MemberType = typeof(Support.Kernels))]
    public void Every_kernel_takes_a_model_that_could_overflow(string kernel) =>
        Assert.Equal(kernel, new KwsClassifier(Models.Overflowing, new KwsClassifierOptions { Kernel = kernel }).KernelName);
}

/// <summary>Tests that change the process's environment run alone.</summary>
[CollectionDefinition(nameof(ChangesEnvironment), DisableParallelization = true)]
public class ChangesEnvironment;
