using Kws.Fast.Tests.Support;
using Kws.Model;

namespace Kws.Fast.Tests;

/// <summary>The parallel batch.</summary>
public class ParallelTests
{
    private const int Copies = 20;

    private static readonly KwsClassifier Classifier = new(KwsModel.Default);
    private static readonly sbyte[] Many = [.. Enumerable.Repeat(Recorded.Values, Copies).SelectMany(values => values)];

    public static TheoryData<string, int> KernelsAndDegrees =>
        new(from row in Support.Kernels.Supported from degree in (int[])[-1, 1, 2, 7] select (row.Data, degree));

    [Theory]
    [MemberData(nameof(KernelsAndDegrees))]
    public void Any_degree_of_parallelism_gives_the_same(string kernel, int degree)
    {
        KwsClassifier classifier = Support.Kernels.Classifier(kernel);
        int[] logits = new int[Copies * Recorded.Logits.Length];
        int[] labels = new int[Copies * Recorded.Labels.Length];
        var classifications = new Classification[labels.Length];

        classifier.InferParallel(Many, logits, degree, TestContext.Current.CancellationToken);
        classifier.ClassifyParallel(Many, labels, degree, TestContext.Current.CancellationToken);
        classifier.ClassifyParallel(Many, classifications, degree, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Repeat(Recorded.Logits, Copies).SelectMany(values => values), logits);
        Assert.Equal(Enumerable.Repeat(Recorded.Labels, Copies).SelectMany(values => values), labels);
        Assert.Equal(
            logits.Chunk(Recorded.Logits.Length / Recorded.Labels.Length).Select(each => Classification.FromLogits(each)), classifications);
    }

    [Fact]
    public void The_first_bad_fingerprint_is_named_whichever_thread_meets_one()
    {
        sbyte[] fingerprints = [.. Many];
        foreach (int bad in (int[])[9_999, 7_000, 4_321, 1_500])
        {
            fingerprints[(bad * 300) + 42] = -33;
            FingerprintRangeException e = Assert.Throws<FingerprintRangeException>(
                () => Classifier.ClassifyParallel(fingerprints, new int[10_000], 4, TestContext.Current.CancellationToken));
            Assert.Equal((bad, 42, -33), (e.Fingerprint, e.Index, e.Value));
        }
    }

    [Fact]
    public void Of_different_failures_the_first_fingerprint_decides()
    {
        // Zeros give the biases, anything that gives a positive logit overflows.
        KwsModel model = Models.WithWeightsOf(KwsModel.Default, bias: int.MaxValue);
        var classifier = new KwsClassifier(model, new KwsClassifierOptions { Kernel = "Scalar" });
        foreach ((int overflow, int bad) in new[] { (150, 900), (900, 150) })
        {
            sbyte[] fingerprints = new sbyte[1000 * 300];
            Recorded.Values.AsSpan(0, 300).CopyTo(fingerprints.AsSpan(overflow * 300));
            fingerprints[bad * 300] = 99;

            Exception e = Assert.ThrowsAny<Exception>(
                () => classifier.InferParallel(fingerprints, new int[1000 * 4], 4, TestContext.Current.CancellationToken));

            Assert.IsType(overflow < bad ? typeof(OverflowException) : typeof(FingerprintRangeException), e);
        }
    }

    [Fact]
    public void A_cancelled_token_stops_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Classifier.ClassifyParallel(default, Memory<int>.Empty, -1, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(
            () => Classifier.InferParallel(Many, new int[Copies * Recorded.Logits.Length], -1, source.Token));
    }

    [Fact]
    public void A_degree_of_zero_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "degreeOfParallelism",
            () => Classifier.ClassifyParallel(Many, new int[10_000], 0, TestContext.Current.CancellationToken));

    [Fact]
    public void An_empty_batch_is_no_error() =>
        Classifier.ClassifyParallel(default, Memory<int>.Empty, -1, TestContext.Current.CancellationToken);
}
