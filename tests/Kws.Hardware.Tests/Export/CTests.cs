using Kws.Hardware.Export;
using Kws.Hardware.Tests.Export.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Hardware.Tests.Export;

/// <summary>A C program of its own reads the exported headers and computes the whole network from them.</summary>
public sealed class CTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory.PathOf("vectors");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_network_in_C_agrees_with_the_reference_in_every_layer()
    {
        int[] indices = [0, 250, 499];
        Export(KwsModel.Default, Models.Recorded(KwsModel.Default, indices));
        Assert.All(indices, index => AssertPasses(CompileAndRun(index)));
    }

    [Fact]
    public void So_it_does_at_the_bounds()
    {
        Export(Models.Extreme, [Models.Uniform(Models.Extreme, -32)]);
        AssertPasses(CompileAndRun(0));
    }

    [Fact]
    public void One_changed_weight_is_found_in_the_layer_that_it_belongs_to()
    {
        Export(KwsModel.Default, Models.Recorded(KwsModel.Default, 300));
        string header = Path.Combine(Target, "weights.h");
        string text = File.ReadAllText(header);
        Assert.Contains("{19, -24, -6, 18}", text, StringComparison.Ordinal);
        File.WriteAllText(header, text.Replace("{19, -24, -6, 18}", "{20, -24, -6, 18}", StringComparison.Ordinal));

        (int exitCode, string output) = CompileAndRun(300);

        Assert.Equal(1, exitCode);
        Assert.Matches("^FAIL conv_1: value 0 is -291, expected -259\n", output);
    }

    private static void AssertPasses((int ExitCode, string Output) result)
    {
        IEnumerable<string> layers = DsCnn.Default.Layers.Select(
            layer => $"PASS {layer.Name.Replace('/', '_')}: {layer.Output.Count} values\n");
        Assert.Equal((0, string.Concat(layers)), result);
    }

    private void Export(KwsModel model, IEnumerable<VectorCase> cases)
    {
        Tool.Require("gcc");
        VectorExport.Write(Target, model, cases, VectorFormat.C);
    }

    private (int ExitCode, string Output) CompileAndRun(int index)
    {
        string program = _directory.PathOf($"network_{index}");
        Tool.Run(
            Target, "gcc", "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-fsanitize=undefined", "-fno-sanitize-recover", "-I",
            ".",
            $"-DCASE=case_{index}", $"-DCASE_HEADER=\"case_{index}.h\"", Tool.Hardware("network.c"), "-o", program);
        (int exitCode, string output, string error) = Tool.TryRun(Target, program);
        Assert.Empty(error);
        return (exitCode, output);
    }
}
