using Kws.Fast;
using Kws.Proof;

namespace Kws.Legs.Tests;

/// <summary>
/// Every kernel on this processor and on the poorer ones that it can be made to resemble: each leg is a process of its own, which asserts
/// what is on and off, compares every kernel with the reference, and fails if a kernel that must run did not.
/// </summary>
public class LegTests(ITestOutputHelper output)
{
    /// <summary>
    /// The needs of the kernels, written down a second time: a registry that asks for the wrong set is found by the legs.
    /// </summary>
    private static readonly Dictionary<string, string[]> Needs = new()
    {
        ["Avx512"] = ["Avx512F", "Avx512BW"],
        ["AvxVnni"] = ["Avx2", "AvxVnni"],
        ["Avx2"] = ["Avx2"],
        ["NeonDot"] = ["AdvSimd", "Dp"],
        ["Neon"] = ["AdvSimd"],
        ["Vector128"] = ["Vector128"],
        ["Scalar"] = [],
    };

    /// <summary>A leg for every kernel that a processor can have.</summary>
    public static TheoryData<string> ShortLegs => ["as it is", "without AVX-512", "without AVX2", "without any intrinsics"];

    [Fact]
    public void Every_kernel_is_known_to_the_legs() =>
        Assert.Equal(Needs.Keys.Order(), KwsClassifier.Kernels.Select(kernel => kernel.Name).Order());

    [Theory]
    [MemberData(nameof(ShortLegs))]
    public void Kernels_that_can_run_do_and_equal_the_reference(string name) => Run(Leg.All.Single(leg => leg.Name == name) with { Count = 100 });

    [Fact(Explicit = true)]
    public void Kernels_that_can_run_do_and_equal_the_reference_in_every_leg() => Assert.All(Leg.All, Run);

    [Theory]
    [InlineData("--must-run Avx1024", "FAILED: Avx1024 must run and did not")]
    [InlineData("--must-not-run Scalar", "FAILED: Scalar must not run and did")]
    [InlineData("--on Sse2,AdvSimd", "must be on and is off")]
    [InlineData("--off QuickJit,Optimizer", "FAILED: QuickJit must be off and is on")]
    [InlineData("--off Vector128", "FAILED: Vector128 must be off and is on")]
    public void The_proof_can_fail(string arguments, string failure)
    {
        (int exitCode, string text) = ProofProcess.Run(new Dictionary<string, string>(), [.. arguments.Split(' '), "--count", "1"]);

        Assert.Equal(1, exitCode);
        Assert.Contains(failure, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--of Avx2", "--of is unknown")]
    [InlineData("--off Avx512BM", "Avx512BM is unknown")]
    [InlineData("--count", "--count needs a value")]
    [InlineData("--count 1e6", "usage: ")]
    public void A_misspelt_argument_is_no_proof(string arguments, string message)
    {
        (int exitCode, string text) = ProofProcess.Run(new Dictionary<string, string>(), arguments.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Contains(message, text, StringComparison.Ordinal);
    }

    private void Run(Leg leg)
    {
        string[] here = [.. InstructionSets.All.Where(set => set.Value).Select(set => set.Key), .. JitFeatures.All.Keys];
        output.WriteLine($"leg: {leg.Name}");
        if (leg.Off.Count > 0 && !leg.Off.Intersect(here).Any())
        {
            output.WriteLine($"same as before: this processor has none of {string.Join(", ", leg.Off)}");
            return;
        }

        string[] on = [.. here.Except(leg.Off)];
        ILookup<bool, string> runs = Needs.ToLookup(need => need.Value.All(on.Contains), need => need.Key);

        (int exitCode, string text) = ProofProcess.Run(
            leg.Environment,
            "--on", string.Join(',', on),
            "--off", string.Join(',', ProofOptions.Facts.Keys.Except(on)),
            "--must-run", string.Join(',', runs[true]),
            "--must-not-run", string.Join(',', runs[false]),
            "--count", $"{leg.Count}");

        output.WriteLine(text);
        Assert.True(exitCode == 0, text);
    }
}
