using System.Text.Json.Nodes;
using static Kws.Model.Tests.ModelFileTests;

namespace Kws.Model.Tests;

/// <summary>The rule of detection in a model file: what is saved is loaded, and damage is named in one line.</summary>
public sealed class ModelFileDetectionTests
{
    [Fact]
    public void The_rule_of_detection_is_part_of_the_file()
    {
        var rule = new DetectionSettings
        {
            Thresholds = new Dictionary<string, double> { ["happy"] = 0.991, ["cat"] = 1 },
            SmoothingHops = 25,
            Suppression = TimeSpan.FromMilliseconds(1500),
        };
        var model = new KwsModel(DsCnn.Default, KwsModel.Default.Tensors, detection: rule);
        (JsonObject header, byte[] data) = Parts(Saved(model));
        Assert.Equal(rule, KwsModel.Load(new MemoryStream(Saved(model))).Detection);
        Assert.Equal(
            "{\"thresholds\":{\"cat\":1,\"happy\":0.991},\"smoothing_hops\":25,\"suppression_seconds\":1.5}",
            header["__metadata__"]!["detection"]!.GetValue<string>());

        rule = rule with
        {
            Suppressions = new Dictionary<string, TimeSpan> { ["happy"] = TimeSpan.Zero, ["cat"] = TimeSpan.FromSeconds(2) },
        };
        model = new KwsModel(DsCnn.Default, KwsModel.Default.Tensors, detection: rule);
        Assert.Equal(rule, KwsModel.Load(new MemoryStream(Saved(model))).Detection);
        Assert.EndsWith(
            "\"suppression_seconds\":1.5,\"word_suppression_seconds\":{\"cat\":2,\"happy\":0}}",
            Parts(Saved(model)).Header["__metadata__"]!["detection"]!.GetValue<string>());

        header["__metadata__"]!["detection"] = "{}";
        Assert.Equal(new DetectionSettings(), Load(header, data).Detection);
        Assert.Null(KwsModel.Load(new MemoryStream(Saved(KwsModel.Default))).Detection);
    }

    [Theory]
    [InlineData(
        "{\"thresholds\":{\"cta\":0.9}}",
        "detection: 'cta' has a threshold, expected a label of the model (_silence_, _unknown_, cat, happy)")]
    [InlineData("{\"thresholds\":{\"cat\":0}}", "detection: the threshold of 'cat' is 0, expected more than 0 and at most 1")]
    [InlineData("{\"thresholds\":{\"cat\":1.5}}", "detection: the threshold of 'cat' is 1.5, expected more than 0 and at most 1")]
    [InlineData("{\"thresholds\":{\"cat\":\"low\"}}", "detection: 'thresholds: cat' is \"low\", expected a number")]
    [InlineData("{\"thresholds\":{\"cat\":null}}", "detection: 'thresholds: cat' is null, expected a number")]
    [InlineData("{\"thresholds\":0.5}", "detection: 'thresholds' is 0.5, expected an object of numbers")]
    [InlineData("{\"smoothing_hops\":0}", "detection: the smoothing is 0 hops, expected 1 to 1000")]
    [InlineData("{\"smoothing_hops\":1001}", "detection: the smoothing is 1001 hops, expected 1 to 1000")]
    [InlineData("{\"smoothing_hops\":1.5}", "detection: 'smoothing_hops' is 1.5, expected an integer")]
    [InlineData("{\"suppression_seconds\":-1}", "detection: the suppression is -1 s, expected 0 to 3600")]
    [InlineData("{\"suppression_seconds\":1e300}", "detection: the suppression is 1E+300 s, expected 0 to 3600")]
    [InlineData(
        "{\"suppression\":1}",
        "detection: unknown member 'suppression', expected thresholds, "
            + "smoothing_hops, suppression_seconds, word_suppression_seconds")]
    [InlineData(
        "{\"word_suppression_seconds\":{\"cta\":1}}",
        "detection: 'cta' has a suppression, expected a label of the model (_silence_, _unknown_, cat, happy)")]
    [InlineData("{\"word_suppression_seconds\":{\"cat\":-1}}", "detection: the suppression of 'cat' is -1 s, expected 0 to 3600")]
    [InlineData("{\"word_suppression_seconds\":{\"cat\":1e300}}", "detection: the suppression of 'cat' is 1E+300 s, expected 0 to 3600")]
    [InlineData("[]", "detection: found [], expected an object")]
    [InlineData("{", "detection: not JSON: ")]
    public void A_rule_of_detection_that_is_not_one_is_refused(string text, string problem)
    {
        (JsonObject header, byte[] data) = Parts(Saved(KwsModel.Default));
        header["__metadata__"]!["detection"] = text;
        AssertRefused(problem, () => Load(header, data));
    }

    [Fact]
    public void A_rule_of_detection_for_other_labels_is_refused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>("detection", () => new KwsModel(
            DsCnn.Default, KwsModel.Default.Tensors,
            detection: new DetectionSettings { Thresholds = new Dictionary<string, double> { ["dog"] = 0.5 } }));
        Assert.StartsWith("'dog' has a threshold, expected a label of the model", refused.Message);
        Assert.NotEqual(
            new DetectionSettings { Suppressions = new Dictionary<string, TimeSpan> { ["cat"] = TimeSpan.Zero } }, new DetectionSettings());
        Assert.NotEqual(
            new DetectionSettings { Thresholds = new Dictionary<string, double> { ["cat"] = 0.5 } },
            new DetectionSettings { Thresholds = new Dictionary<string, double> { ["cat"] = 0.6 } });
    }
}
