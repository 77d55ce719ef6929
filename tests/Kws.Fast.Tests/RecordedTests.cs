using Kws.Fast.Tests.Support;
using Kws.Model;
using Kws.Reference;

namespace Kws.Fast.Tests;

/// <summary>Real speech through every kernel: exactly the logits that an independent program computed.</summary>
public class RecordedTests
{
    [Fact]
    public void There_are_500_fingerprints_with_four_logits_each()
    {
        Assert.Equal(500, Recorded.Fingerprints.Count);
        Assert.Equal(2000, Recorded.Logits.Length);
    }

    [Fact]
    public void Reference_gives_the_recorded_logits()
    {
        var reference = new ReferenceClassifier(KwsModel.Default);
        Assert.Equal(Recorded.Logits, Recorded.Fingerprints.SelectMany(fingerprint => reference.Infer(fingerprint.Values.Span)));
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void Kernel_gives_the_recorded_logits_and_labels(string kernel)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        int[] logits = new int[Recorded.Logits.Length];
        int[] labels = new int[Recorded.Labels.Length];

        classifier.Infer(Recorded.Values, logits);
        classifier.Classify(Recorded.Values, labels);

        Assert.Equal(kernel, classifier.KernelName);
        Assert.Equal(Recorded.Logits, logits);
        Assert.Equal(Recorded.Labels, labels);
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
