using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Model;

namespace Kws.Cli.Tests;

public sealed class KernelsTests
{
    [Fact]
    public void Every_kernel_is_listed_and_one_is_the_default()
    {
        string[] lines = [.. CliResult.Run("kernels").Out.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd())];
        string defaultName = new KwsClassifier(KwsModel.Default).KernelName;
        Assert.Matches("^kernel  +instruction sets  +supported  +default$", lines[0]);
        Assert.Equal(KwsClassifier.Kernels.Count, lines.Length - 1);
        foreach ((KernelInfo kernel, string line) in KwsClassifier.Kernels.Zip(lines[1..]))
        {
            Assert.StartsWith($"{kernel.Name} ", line);
            Assert.Contains(kernel.InstructionSets, line);
            Assert.EndsWith($"  {(kernel.IsSupported ? "yes" : "no ")}        {(kernel.Name == defaultName ? "yes" : "no")}", line);
        }
    }

    [Fact]
    public void A_wrong_default_is_an_error_and_the_list_is_still_printed()
    {
        CliResult result = KwsProcess.Run(new Dictionary<string, string> { ["KWS_KERNEL"] = "Sse9" }, "kernels");
        Assert.Equal(3, result.ExitCode);
        Assert.All(KwsClassifier.Kernels, kernel => Assert.Contains($"{kernel.Name} ", result.Out, StringComparison.Ordinal));
        Assert.StartsWith("kws: KWS_KERNEL 'Sse9' is unknown; the kernels are ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_the_same_table() => Assert.Equal(CliResult.Run("kernels").Out, CliResult.RunOnTerminal("kernels").Out);
}
