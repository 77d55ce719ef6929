using Kws.Hardware.Replay;
using Kws.Hardware.Replay.Diagnoses;
using Kws.Model;

namespace Kws.Hardware.Tests.Replay;

/// <summary>A fault that a program has in one layer is named, and nothing is claimed if it does not explain every value.</summary>
public class DiagnosisTests
{
    /// <summary>Faults that give the same values as another one: a ReLU hides the difference, or both read the same positions.</summary>
    private static readonly Dictionary<string, string> Alike = new()
    {
        ["floor instead of rounding half up"] = "truncation towards zero instead of rounding half up",
        ["a lost sign: a logical shift right of 32 bits instead of an arithmetic one"] =
            "a lost sign extension: values as unsigned numbers of 24 bits",
        [PlantedFault.InputOffByOne] = PlantedFault.WindowOffByOne,
        [PlantedFault.WindowOffByOne] = PlantedFault.InputOffByOne,
    };

    public static TheoryData<string> Names => [.. PlantedFault.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planted_fault_is_named(string name)
    {
        PlantedFault fault = PlantedFault.All[name];
        (FaultyLayer layer, int[] values) = (fault.Layer, fault.Compute(fault.Layer));
        Assert.NotEqual(layer.Output, values);
        LayerReplay replay = layer.Replay(values);
        Assert.NotNull(replay.Diagnosis);
        Assert.Contains(fault.Name, replay.Diagnosis.Explanations);
        Assert.Equal(
            Alike.GetValueOrDefault(fault.Name), replay.Diagnosis.Explanations.SingleOrDefault(other => other != fault.Name));
        Assert.Null(replay.Diagnosis.Nearest);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_wrong_value_more_is_not_explained(string name)
    {
        PlantedFault fault = PlantedFault.All[name];
        (FaultyLayer layer, int[] values) = (fault.Layer, fault.Compute(fault.Layer));
        values[values.Length / 2] += 1234567;
        LayerReplay replay = layer.Replay(values);
        Assert.NotNull(replay.Diagnosis);
        Assert.False(replay.Diagnosis.IsExplained);
        if (replay.FromInput!.Count >= 20)
        {
            Assert.Equal(1, replay.Diagnosis.Left);
            Assert.NotNull(replay.Diagnosis.Nearest);
        }
    }

    [Fact]
    public void Values_without_a_system_get_no_diagnosis()
    {
        var random = new Random(3);
        foreach (string name in DsCnn.Default.Layers.Select(layer => layer.Name))
        {
            FaultyLayer layer = FaultyLayer.OfDefault(name);
            LayerReplay replay = layer.Replay([.. layer.Output.Select(value => value + random.Next(-500000, 500000))]);
            Assert.Equal((false, null), (replay.Diagnosis!.IsExplained, replay.Diagnosis.Nearest));
        }
    }

    [Fact]
    public void Right_values_get_no_diagnosis() => Assert.All(
        FaultyLayer.Small.Network.Layers.Select(layer => FaultyLayer.OfSmall(layer.Name)),
        layer => Assert.Null(layer.Replay(layer.Output).Diagnosis));

    [Fact]
    public void Sums_without_a_fault_are_those_of_the_reference() => Assert.All(
        DsCnn.Default.Layers.Select(layer => FaultyLayer.OfDefault(layer.Name))
            .Concat(FaultyLayer.Small.Network.Layers.Select(layer => FaultyLayer.OfSmall(layer.Name)))
            .Where(layer => layer.Layer is AccumulatingLayer),
        layer =>
        {
            var sums = (AccumulatingLayer)layer.Layer;
            int[] biases = sums.Biases is { } spec ? [.. layer.Model[spec]] : [];
            var plain = new LayerSums(sums, layer.Input, [.. layer.Model[sums.Weights]], biases);
            Assert.Equal(layer.Output, layer.Output.Select((_, i) => (int)plain.At(i)));
        });

    [Fact]
    public void A_fault_of_an_earlier_layer_is_not_blamed_on_later_ones()
    {
        // A program truncates in the first layer and is right in all others.
        FaultyLayer first = FaultyLayer.OfDefault("conv_1/floor8");
        int[] values = [.. first.Input.Select(value => value / 8)];
        var reference = new Kws.Reference.ReferenceClassifier(KwsModel.Default);
        var layers = new List<RecordedLayer>
        {
            new("conv_1", first.Layer.Input, [[.. first.Input]], [AxisOrder.Reference]),
        };
        foreach (Layer layer in DsCnn.Default.Layers.Skip(1))
        {
            values = layer == first.Layer ? values : reference.Run(layer, values);
            layers.Add(new(layer.Name, layer.Output, [[.. values]], [AxisOrder.Reference]));
        }

        IReadOnlyList<LayerReplay> replayed = new CaseReplay(KwsModel.Default).Compare(
            new ReplayedCase("a", [.. layers]), TestContext.Current.CancellationToken);
        LayerReplay wrong = Assert.Single(replayed, layer => layer.FromInput?.Count > 0);
        Assert.Equal(["truncation towards zero instead of floor"], wrong.Diagnosis!.Explanations);
    }
}
