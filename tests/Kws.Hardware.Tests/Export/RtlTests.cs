using Kws.Hardware.Export;
using Kws.Hardware.Export.Verilog;
using Kws.Hardware.Tests.Export.Support;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Hardware.Tests.Export;

/// <summary>
/// Whole networks in Verilog give the logits and labels of the reference in the cycles of <c>kws estimate</c>, are free of warnings, and
/// are synthesised.
/// </summary>
public sealed class RtlTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static Dictionary<string, Func<KwsModel>> Networks { get; } = new()
    {
        ["default"] = () => KwsModel.Default,
        ["8 bits"] = () => Models.Make(
            BiasedDsCnn.Parse("3 12 5 3 2 2 16 3 3 2 1 8 3 3 1 1", new FamilyOptions { Frames = 30, LabelCount = 5 }),
            (spec, index) => spec.Bits == TensorSpec.BiasBits ? (index * 37 % 101) - 50 : (index * 83 % 256) - 128),
        ["cmsis-ds-cnn"] = () => KwsModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "cmsis-ds-cnn.safetensors")),
    };

    public static TheoryData<string, int> Simulated =>
        [("default", 1), ("default", 4), ("default", 16), ("8 bits", 1), ("8 bits", 4), ("8 bits", 16), ("cmsis-ds-cnn", 16)];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("8 bits", 16)]
    public void A_network_has_the_logits_and_cycles_of_the_reference_and_the_estimate(string network, int multipliers)
    {
        Tool.Require("iverilog");
        Rtl rtl = Export(network, multipliers, count: 1);
        Assert.Equal(rtl.Passes(), rtl.RunIcarus());
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Simulated))]
    public void Fifty_fingerprints_have_the_logits_and_cycles_of_the_reference_and_the_estimate(string network, int multipliers)
    {
        Tool.Require("verilator");
        Rtl rtl = Export(network, multipliers, count: 50);
        Assert.Equal(rtl.Passes(), rtl.RunVerilator());
    }

    [Fact(Explicit = true)]
    public void The_pointwise_layer_takes_768_cycles_and_4_for_the_pipeline()
    {
        Tool.Require("iverilog");
        Assert.Contains("      772 cycles  conv_ds_1/pw_conv\n", Export("default", 1, count: 1).RunIcarus(), StringComparison.Ordinal);
    }

    [Theory(Explicit = true)]
    [InlineData("default", 1)]
    [InlineData("default", 16)]
    [InlineData("8 bits", 4)]
    [InlineData("cmsis-ds-cnn", 3)]
    public void The_linter_has_no_warning(string network, int multipliers)
    {
        Tool.Require("verilator");
        Assert.Empty(Export(network, multipliers, count: 1).Lint());
    }

    [Fact(Explicit = true)]
    public void Yosys_synthesises_the_default_network()
    {
        Tool.Require("yosys");
        string statistics = Export("default", 1, count: 1).Synthesise();

        // One multiplier, memories in block RAM, and nothing that yosys could not map.
        Assert.Matches(@"\bMULT18X18D +1\n", statistics);
        Assert.Matches(@"\bDP16KD +[1-9]\n", statistics);
        Assert.DoesNotContain("$", statistics, StringComparison.Ordinal);
        Assert.DoesNotContain("LATCH", statistics, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Explicit = true)]
    public void An_accumulator_of_one_bit_less_is_too_narrow_for_a_model_that_reaches_the_bound()
    {
        Tool.Require("iverilog");
        VectorCase one = Models.Uniform(Models.Extreme, -32);
        var rtl = new Rtl(_directory.PathOf("rtl"), Models.Extreme, 16, one);
        Assert.Equal(rtl.Passes(), rtl.RunIcarus());

        // 16 * -54,853,632 / 256 * -32 = 109,707,264 in all logits: 28 bits.
        rtl.Change("kws.v", "parameter SUM_BITS = 28,", "parameter SUM_BITS = 27,");
        Assert.EndsWith("FAIL 1 of 1 fingerprints\n", rtl.RunIcarus(), StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public void One_changed_weight_is_reported_with_the_logits_that_differ()
    {
        Tool.Require("iverilog");
        var rtl = new Rtl(_directory.PathOf("rtl"), Models.Extreme, 16, Models.Uniform(Models.Extreme, -32));

        // The weight of the last input for label 3: 0 instead of -32.
        rtl.ChangeLastWord("weights.mem", word => word.Replace("820820", "020820", StringComparison.Ordinal));
        string output = rtl.RunIcarus();
        Assert.StartsWith("fingerprint 0, label 3: expected 109707264, got 102850560 with index 3\n", output, StringComparison.Ordinal);
        Assert.EndsWith("FAIL 1 of 1 fingerprints\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Recurrent_models_are_refused_with_the_name_of_the_layer()
    {
        KwsModel model = KwsModel.Load(Path.Combine(AppContext.BaseDirectory, "models", "gru-s.safetensors"));
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(
            () => VerilogExport.Write(_directory.PathOf("rtl"), model, 1, [], TestContext.Current.CancellationToken));
        Assert.Matches("^[^ ]+ is a recurrent layer, expected a feed-forward network$", refusal.Message);
        Assert.False(Directory.Exists(_directory.PathOf("rtl")));
    }

    private Rtl Export(string network, int multipliers, int count)
    {
        KwsModel model = Networks[network]();
        return new Rtl(_directory.PathOf("rtl"), model, multipliers, Cases(model, count));
    }

    /// <summary>Recorded fingerprints; for an input of another shape their values, one after the other.</summary>
    private static VectorCase[] Cases(KwsModel model, int count)
    {
        sbyte[] recorded = FingerprintFile.ReadBatch(Path.Combine(AppContext.BaseDirectory, "data", "recorded.txt"), DsCnn.Default);
        var reference = new ReferenceClassifier(model);
        int size = model.Network.Input.Count;
        return
        [
            .. Enumerable.Range(0, count).Select(index =>
            {
                sbyte[] values = recorded[(index * size)..((index + 1) * size)];
                return new VectorCase(index, new Fingerprint(values, null, null, 1), reference.Trace(values));
            }),
        ];
    }
}
