using System.Text.RegularExpressions;
using Kws.Cli.Commands;
using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Hardware.Verification;

namespace Kws.Cli.Tests;

public sealed class VerifyTests
{
    private static readonly KernelMismatch Mismatch = new("input [3]", "conv_1/floor8", "time 2, frequency 1, channel 7", 5, -6);

    [Fact]
    public void All_kernels_of_this_machine_are_identical_to_the_reference()
    {
        CliResult result = CliResult.Run("verify", TestData.Recorded, "--random", "320", "--seed", "-42");
        string[] lines = result.Out.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int supported = KwsClassifier.Kernels.Count(kernel => kernel.IsSupported);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("seed -42", lines[0]);
        Assert.Equal($"{supported} of {KwsClassifier.Kernels.Count} kernels ran, {supported} identical to the reference", lines[^1]);
        Assert.Equal(["kernel", .. KwsClassifier.Kernels.Select(kernel => kernel.Name)], lines[1..^1].Select(line => line.Split(' ')[0]));
        Assert.All(lines[2..^1], line => Assert.Matches("^[A-Za-z0-9]+ +(8[0-9][0-9] +0  identical|-  +-  not run: .+)$", line));
        Assert.Empty(result.Error);
    }

    [Fact]
    public void The_seed_is_printed_when_none_is_given() =>
        Assert.Matches("^seed [0-9]+\n", CliResult.Run("verify", "--random", "16").Out);

    [Fact]
    public void Only_the_kernels_asked_for_are_compared()
    {
        CliResult result = CliResult.Run("verify", "--random", "16", "--kernel", "scalar");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\n1 of 1 kernels ran, 1 identical to the reference\n", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("Avx2", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_does_not_exist() =>
        CliResult.Run("verify", "--kernel", "Sse9").AssertFailed(
            3, $"kernel 'Sse9' is unknown; the kernels are {string.Join(", ", KwsClassifier.Kernels.Select(kernel => kernel.Name))}");

    [Fact]
    public void Nothing_to_compare_is_no_success() =>
        CliResult.Run("verify", "--random", "0").AssertFailed(2, "there is nothing to compare: --random is 0 and there is no input");

    [Fact]
    public void Random_networks_are_compared_on_every_kernel_of_this_machine()
    {
        CliResult result = CliResult.Run("verify", "--networks", "20", "--random", "30", "--seed", "7");
        string[] lines = result.Out.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("seed 7", lines[0]);
        Assert.Matches("^kernel +networks +cases +mismatches +result$", lines[1]);
        Assert.Contains(lines, line => Regex.IsMatch(line, "^Scalar +20 +600 +0 +identical$"));
        Assert.All(lines[2..^1], line => Assert.Matches("^[A-Za-z0-9]+ +([0-9]+ +[0-9]+ +0  identical|- +- +- +not run: needs .+)$", line));
        Assert.EndsWith(" identical to the reference", lines[^1]);
    }

    [Fact]
    public void Random_networks_have_no_model_and_no_inputs()
    {
        CliResult.Run("verify", "--networks", "2", "x.txt").AssertFailed(
            2, "--networks makes networks and fingerprints of its own, expected no x.txt");
        CliResult.Run("verify", "--networks", "2", "--model", "m.safetensors").AssertFailed(
            2, "--networks makes networks and fingerprints of its own, expected no --model");
        CliResult.Run("verify", "--networks", "2", "--random", "0").AssertFailed(2, "there is nothing to compare: --random is 0");
        CliResult.Run("verify", "--networks", "2", "--random", "3000000000").AssertFailed(
            2, "--random is '3000000000', expected at most 2147483647 with --networks");
        CliResult.Run("verify", "--networks", "0").AssertFailed(
            2, "--networks is '0', expected an integer from 1 to 2147483647; see kws verify --help");
    }

    [Fact]
    public void A_mismatch_is_told_and_fails()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var context = new CliContext(TextReader.Null, output, TextWriter.Null, TestContext.Current.CancellationToken);
        CliException failure = Assert.Throws<CliException>(() => VerificationReport.Write(context, [
            new KernelVerification("Fast", true, null, 1000, 3, Mismatch),
            new KernelVerification("Right", true, null, 1000, 0, null),
            new KernelVerification("Absent", false, "needs [more]", 0, 0, null),
        ]));

        Assert.Equal("1 of 2 kernels differ from the reference", failure.Message);
        Assert.Equal(1, failure.ExitCode);
        Assert.Equal(
            [
                "kernel  cases  mismatches  result",
                "Fast     1000           3  different",
                "Right    1000           0  identical",
                "Absent      -           -  not run: needs [more]",
                "Fast: first mismatch at input [3], layer conv_1/floor8, time 2, frequency 1, channel 7: expected 5, actual -6",
                "2 of 3 kernels ran, 1 identical to the reference",
                "",
            ],
            output.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    [Fact]
    public void No_kernel_that_ran_is_no_success()
    {
        var context = new CliContext(TextReader.Null, TextWriter.Null, TextWriter.Null, TestContext.Current.CancellationToken);
        CliException failure = Assert.Throws<CliException>(() => VerificationReport.Write(context, [
            new KernelVerification("Absent", false, "needs more", 0, 0, null),
        ]));
        Assert.Equal((1, "no kernel ran"), (failure.ExitCode, failure.Message));
    }
}
