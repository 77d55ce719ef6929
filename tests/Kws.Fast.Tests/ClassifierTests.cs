using Kws.Fast.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Fast.Tests;

/// <summary>The promises of every kernel to its caller besides the right integers.</summary>
public class ClassifierTests
{
    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void A_value_out_of_range_is_refused_wherever_it_stands(string kernel)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        foreach (sbyte bad in (sbyte[])[-128, -33, 32, 127])
        {
            for (int index = 0; index < 300; index++)
            {
                sbyte[] fingerprint = new sbyte[300];
                fingerprint[index] = bad;

                FingerprintRangeException e = Assert.Throws<FingerprintRangeException>(() => classifier.Classify(fingerprint));

                Assert.Equal((0, index, bad), (e.Fingerprint, e.Index, e.Value));
                Assert.StartsWith(
                    $"fingerprint 0: value {index} (frame {index / 10}, coefficient {index % 10}) is {bad}, expected -32 to 31",
                    e.Message,
                    StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void The_extremes_themselves_are_accepted(string kernel)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        sbyte[] fingerprint = new sbyte[300];
        fingerprint.AsSpan().Fill(-32);
        classifier.Classify(fingerprint);
        fingerprint.AsSpan().Fill(31);
        classifier.Classify(fingerprint);
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void Results_before_a_bad_fingerprint_are_written_and_none_after(string kernel)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        foreach (int bad in (int[])[0, 1, 7, 255, 256, 299])
        {
            sbyte[] fingerprints = Recorded.Values[..(300 * 300)];
            fingerprints[(bad * 300) + 299] = 99;
            int[] logits = new int[300 * 4];
            int[] labels = new int[300];
            logits.AsSpan().Fill(int.MinValue);
            labels.AsSpan().Fill(-1);

            Assert.Equal(bad, Assert.Throws<FingerprintRangeException>(() => classifier.Infer(fingerprints, logits)).Fingerprint);
            Assert.Equal(bad, Assert.Throws<FingerprintRangeException>(() => classifier.Classify(fingerprints, labels)).Fingerprint);

            Assert.Equal(Recorded.Logits[..(bad * 4)], logits[..(bad * 4)]);
            Assert.All(logits[(bad * 4)..], logit => Assert.Equal(int.MinValue, logit));
            Assert.Equal(Recorded.Labels[..bad], labels[..bad]);
            Assert.All(labels[bad..], label => Assert.Equal(-1, label));
        }
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.Supported), MemberType = typeof(Support.Kernels))]
    public void Calls_allocate_nothing(string kernel)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        int[] logits = new int[500 * 4];
        int[] labels = new int[500];
        Classification[] classifications = new Classification[500];
        Call();
        Assert.Equal(0, Allocations.Of(Call));

        void Call()
        {
            classifier.Infer(Recorded.Values, logits);
            classifier.Classify(Recorded.Values, labels);
            classifier.Classify(Recorded.Values, classifications);
            classifier.Classify(Recorded.Values.AsSpan(0, 300));
        }
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.Supported), MemberType = typeof(Support.Kernels))]
    public void Many_threads_may_share_a_classifier(string kernel)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            int[] logits = new int[500 * 4];
            classifier.Infer(Recorded.Values, logits);
            Assert.Equal(Recorded.Logits, logits);
        });
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void Ties_go_to_the_lowest_index(string kernel)
    {
        sbyte[] fingerprint = new sbyte[300];
        Assert.Equal(0, Support.Kernels.Classifier(kernel, Models.WithBiases(5, 5, 5, 5)).Classify(fingerprint));
        Assert.Equal(1, Support.Kernels.Classifier(kernel, Models.WithBiases(-9, 7, 0, 7)).Classify(fingerprint));
        Assert.Equal(2, Support.Kernels.Classifier(kernel, Models.WithBiases(-9, -9, -8, -8, -8)).Classify(fingerprint));
        Assert.Equal(0, Support.Kernels.Classifier(kernel, Models.WithBiases(-1)).Classify(fingerprint));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        var classifier = new KwsClassifier(KwsModel.Default);

        foreach (int length in (int[])[0, 299, 600])
        {
            ArgumentException one = Assert.Throws<ArgumentException>("fingerprint", () => classifier.Classify(new sbyte[length]));
            Assert.StartsWith($"{length} values, expected the 300 of one fingerprint", one.Message, StringComparison.Ordinal);
        }

        ArgumentException many = Assert.Throws<ArgumentException>("fingerprints", () => classifier.Classify(new sbyte[299], new int[1]));
        Assert.StartsWith("299 values are not a whole number of fingerprints of 300 values", many.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "labels holds 1 values, expected 2 for 2 fingerprints",
            Assert.Throws<ArgumentException>(() => classifier.Classify(new sbyte[600], new int[1])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "classifications holds 3 values, expected 2 for 2 fingerprints",
            Assert.Throws<ArgumentException>(() => classifier.Classify(new sbyte[600], new Classification[3])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "logits holds 9 values, expected 8 for 2 fingerprints",
            Assert.Throws<ArgumentException>(() => classifier.Infer(new sbyte[600], new int[9])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_batch_is_no_error()
    {
        var classifier = new KwsClassifier(KwsModel.Default);
        classifier.Infer([], []);
        classifier.Classify([], Array.Empty<int>());
        classifier.Classify([], Array.Empty<Classification>());
    }
}
