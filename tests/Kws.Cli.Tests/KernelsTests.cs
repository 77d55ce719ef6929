using System.Text.Json;
using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Model;
using Kws.Testing;

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
    public void The_arithmetic_of_a_network_without_its_own_kernel_is_shown()
    {
        using var directory = new TemporaryDirectory();
        KwsModel model = Models.Make(DsCnn.Parse("2 4 4 4 2 2 4 3 3 1 1"), (_, i) => i % 3);
        model.Save(directory.PathOf("small.safetensors"));
        string[] lines = CliResult.Run("kernels", "--model", directory.PathOf("small.safetensors")).Out.Split('\n');
        IReadOnlyList<KernelStep> steps = new KwsClassifier(model).Steps;
        Assert.Equal(
            steps.Select(step => $"{step.Layer} {step.Arithmetic}"),
            lines.Skip(KwsClassifier.Kernels.Count + 3).Where(line => line.Length > 0)
                .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains(
            model.Network.Layers[0].Name, Assert.Single(lines, line => line.StartsWith("conv_1 ", StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_all_that_is_known_of_a_kernel()
    {
        CliResult result = CliResult.Run("kernels", "--json");
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal(new KwsClassifier(KwsModel.Default).KernelName, root.GetProperty("default").GetString());
        Assert.Equal(
            KwsClassifier.Kernels.Select(kernel => (kernel.Name, kernel.IsSupported)),
            root.GetProperty("kernels").EnumerateArray().Select(
                kernel => (kernel.GetProperty("name").GetString()!, kernel.GetProperty("supported").GetBoolean())));
        JsonElement neon =
            root.GetProperty("kernels").EnumerateArray().Single(kernel => kernel.GetProperty("name").GetString() == "NeonDot");
        Assert.Equal("""["AdvSimd","Dp"]""", Compact(neon.GetProperty("needs")));
        Assert.Equal(
            """[{"name":"sdot 4s","products":16},{"name":"smlal 4s","products":4}]""", Compact(neon.GetProperty("multiplies")));
        Assert.Equal("""["DOTNET_EnableArm64Dp","DOTNET_EnableHWIntrinsic"]""", Compact(neon.GetProperty("switches")));
        Assert.DoesNotContain('\r', result.Out);

        static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
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
