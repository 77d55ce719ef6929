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
        string defaultName = new KwsClassifier(DsCnnModel.Default).KernelName;
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
    public void A_terminal_gets_a_frame() => Assert.StartsWith("╭", CliResult.RunOnTerminal("kernels").Out);
}
