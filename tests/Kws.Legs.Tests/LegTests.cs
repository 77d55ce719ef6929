using Kws.Fast;
using Kws.Proof;

namespace Kws.Legs.Tests;

/// <summary>
/// Every kernel on this processor and on the poorer ones that it can be made to resemble: each leg is a process of its own, which asserts
/// what is on and off, compares every kernel with the reference, and fails if a kernel that must run did not.
/// </summary>
public class LegTests(ITestOutputHelper output)
{
    /// <summary>The instruction sets and features that are on where no switch is set, as in no leg but the first.</summary>
    private static readonly Lazy<string[]> OnWithoutSwitches = new(() =>
        ProofProcess.Run(
            new Dictionary<string, string>(), "--list-sets").Text.Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A leg for every kernel that a processor can have.</summary>
    public static TheoryData<string> ShortLegs => ["as it is", "without AVX-512", "without AVX2", "without any intrinsics"];

    [Fact]
    public void Every_instruction_set_of_a_kernel_is_known_to_the_proof() => Assert.All(
        KwsClassifier.Kernels.SelectMany(kernel => kernel.Needs), set => Assert.Contains(set, InstructionSets.All.Keys));

    [Fact]
    public void A_leg_turns_off_every_kernel_that_can_be_turned_off()
    {
        string[] switches = [.. Leg.All.SelectMany(leg => leg.Environment.Keys)];
        Assert.All(
            KwsClassifier.Kernels.Where(kernel => kernel.Needs.Length > 0),
            kernel => Assert.NotEmpty(kernel.Switches.Intersect(switches)));
    }

    [Theory]
    [MemberData(nameof(ShortLegs))]
    public void Kernels_that_can_run_do_and_equal_the_reference(string name) =>
        Run(Leg.All.Single(leg => leg.Name == name) with { Count = 100 });

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
        string[] here = OnWithoutSwitches.Value;
        output.WriteLine($"leg: {leg.Name}");
        if (leg.Off.Count > 0 && !leg.Off.Intersect(here).Any())
        {
            output.WriteLine($"same as before: this processor has none of {string.Join(", ", leg.Off)}");
            return;
        }

        string[] on = [.. here.Except(leg.Off)];
        ILookup<bool, string> runs = KwsClassifier.Kernels.ToLookup(
            kernel => kernel.Needs.All(here.Contains) && !kernel.Switches.Intersect(leg.Environment.Keys).Any(), kernel => kernel.Name);

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
