using Kws.Hardware.Export;
using Kws.Hardware.Tests.Export.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Hardware.Tests.Export;

/// <summary>
/// The pointwise layer in Verilog reads the exported files and gives the reference's integers in the cycles that docs/explain/dataflow.md
/// counts.
/// </summary>
public sealed class VerilogTests : IDisposable
{
    private const string Weights = "weights/DS-CNN_conv_ds_1_pw_conv_weights_0.mem";

    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory.PathOf("vectors");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Both_pointwise_layers_agree_with_the_reference_on_recorded_fingerprints()
    {
        Export(KwsModel.Default, Models.Recorded(KwsModel.Default, 0, 250, 499));
        string simulation = Compile();
        Assert.All([0, 250, 499], index => Assert.Equal(Passes($"case_{index}"), Run(simulation, index)));
    }

    [Fact]
    public void The_widths_of_the_manifest_suffice_for_a_model_that_reaches_the_bound()
    {
        VectorCase one = Models.Uniform(Models.Extreme, -32);
        Assert.All(one.Trace["conv_ds_1/pw_conv"].Values, sum => Assert.Equal(-54_853_632, sum));

        Export(Models.Extreme, [one]);
        Assert.Equal(Passes("case_0"), Run(Compile(), 0));
    }

    [Theory]
    [InlineData("HARDWARE_VALUE_BITS", 16)]
    [InlineData("HARDWARE_WEIGHT_BITS", 5)]
    [InlineData("HARDWARE_SUM_BITS", 26)]
    public void One_bit_less_is_too_few(string parameter, int bits)
    {
        Export(Models.Extreme, [Models.Uniform(Models.Extreme, -32)]);
        AssertFails(Run(Compile($"-Ppointwise_tb.{parameter}={bits}"), 0), wrong: 16);
    }

    [Fact]
    public void One_changed_weight_is_found()
    {
        Export(KwsModel.Default, Models.Recorded(KwsModel.Default, 300));
        string file = Path.Combine(Target, Weights);
        string[] lines = File.ReadAllLines(file);
        lines[^1] = lines[^1] == "00" ? "01" : "00";
        File.WriteAllLines(file, lines);
        AssertFails(Run(Compile(), 300), wrong: 1);
    }

    [Fact]
    public void A_missing_file_is_no_agreement()
    {
        Export(KwsModel.Default, Models.Recorded(KwsModel.Default, 300));
        File.Delete(Path.Combine(Target, Weights));
        AssertFails(Run(Compile(), 300), wrong: 16);
    }

    private static string Passes(string name) =>
        string.Concat(Enumerable.Repeat(
            $"PASS pointwise_1: 16 outputs of {name}, 768 multiply cycles, the last output in cycle 769\n"
            + $"PASS pointwise_16: 16 outputs of {name}, 48 multiply cycles, the last output in cycle 49\n",
            2));

    private static void AssertFails(string output, int wrong)
    {
        Assert.DoesNotContain("PASS", output, StringComparison.Ordinal);
        string[] failures = [.. output.Split('\n').Where(line => line.StartsWith("FAIL pointwise_", StringComparison.Ordinal))];
        Assert.Equal(4, failures.Length);
        Assert.All(failures, line => Assert.Contains($"; {wrong} of them wrong; ", line));
    }

    private void Export(KwsModel model, IEnumerable<VectorCase> cases)
    {
        Tool.Require("iverilog");
        VectorExport.Write(Target, model, cases, VectorFormat.Mem);
    }

    /// <summary>Widths are those of the manifest; parameters given here stand behind them.</summary>
    private string Compile(params string[] parameters)
    {
        (int value, int weight, int sum) = new Vectors(Target).WidthsOf("conv_ds_1/pw_conv");
        string simulation = _directory.PathOf("pointwise.vvp");
        Tool.Run(
            _directory.Root, "iverilog",
            [
                "-g2001", "-Wall", "-o", simulation,
                $"-Ppointwise_tb.VALUE_BITS={value}", $"-Ppointwise_tb.WEIGHT_BITS={weight}", $"-Ppointwise_tb.SUM_BITS={sum}",
                .. parameters,
                Tool.Hardware("pointwise_1.v"), Tool.Hardware("pointwise_16.v"), Tool.Hardware("pointwise_tb.v"),
            ]);
        return simulation;
    }

    private string Run(string simulation, int index) => Tool.Run(Target, "vvp", "-n", simulation, $"+case=case_{index}");
}
