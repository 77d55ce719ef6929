using Kws.Fast.Tests.Support;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Fast.Tests;

/// <summary>
/// Real speech through every kernel, with the default model and with the hardware team's weights: exactly the logits that independent
/// programs computed.
/// </summary>
public class RecordedTests
{
    private static readonly Dictionary<string, (KwsModel Model, int[] Logits)> Cases = new()
    {
        ["default"] = (KwsModel.Default, Recorded.Logits),
        ["hardware team"] = (HardwareTeam.Model, [.. HardwareTeam.Logits]),
    };

    public static TheoryData<string> Models => [.. Cases.Keys];

    public static TheoryData<string, string> KernelsAndModels =>
        new(from kernel in Support.Kernels.All from model in Cases.Keys select (kernel.Data, model));

    [Theory]
    [MemberData(nameof(Models))]
    public void There_are_500_fingerprints_with_four_logits_each(string model)
    {
        Assert.Equal(500, Recorded.Fingerprints.Count);
        Assert.Equal(2000, Cases[model].Logits.Length);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Reference_gives_the_recorded_logits(string model)
    {
        var reference = new ReferenceClassifier(Cases[model].Model);
        Assert.Equal(Cases[model].Logits, Recorded.Fingerprints.SelectMany(fingerprint => reference.Infer(fingerprint.Values.Span)));
    }

    [Theory]
    [MemberData(nameof(KernelsAndModels))]
    public void Kernel_gives_the_recorded_logits_and_labels(string kernel, string model)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel, Cases[model].Model);
        int[] expected = Cases[model].Logits;
        int[] logits = new int[expected.Length];
        int[] labels = new int[expected.Length / 4];

        classifier.Infer(Recorded.Values, logits);
        classifier.Classify(Recorded.Values, labels);

        Assert.Equal(kernel, classifier.KernelName);
        Assert.Equal(expected, logits);
        Assert.Equal(Recorded.LabelsOf(expected), labels);
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void One_at_a_time_gives_the_same_as_a_batch(string kernel)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        Assert.Equal(Recorded.Labels, Recorded.Fingerprints.Select(fingerprint => classifier.Classify(fingerprint.Values.Span)));
    }

    [Fact]
    public void Accuracy_on_the_recorded_speech_is_what_the_model_card_says()
    {
        int right = Recorded.Fingerprints.Zip(Recorded.Labels).Count(pair => pair.First.Label == KwsModel.Default.Labels[pair.Second]);
        Assert.InRange(right, 475, 500);
    }
}
