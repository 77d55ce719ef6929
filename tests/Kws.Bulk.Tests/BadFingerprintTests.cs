using Kws.Bulk.Tests.Support;
using Kws.Fast;
using Kws.Model;

namespace Kws.Bulk.Tests;

/// <summary>A fingerprint that cannot be classified ends the enumeration, or is left out and reported.</summary>
public sealed class BadFingerprintTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bad_fingerprints_are_left_out_and_told()
    {
        sbyte[] values = Fingerprints.Random(3000);
        int[] bad = [0, 1, 1023, 1024, 2999];
        foreach (int index in bad)
        {
            values[(index * 300) + 17] = 99;
        }

        sbyte[] good = [.. Enumerable.Range(0, 3000).Except(bad).SelectMany(i => values[(i * 300)..((i + 1) * 300)])];
        var logits = new List<int>();
        var skipped = new List<BadFingerprint>();
        FingerprintSource source = FingerprintSource.FromStream(
            new MemoryStream(Fingerprints.Bytes(values)), Fingerprints.Shape, FingerprintFormat.Raw, "sensor");
        await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(
            source, new BulkOptions { SkipBad = true }, Cancelled))
        {
            logits.AddRange(block.Logits.Span);
            skipped.AddRange(block.Skipped);
        }

        Assert.Equal(Fingerprints.Logits(good), logits);
        Assert.Equal(
            bad.Select(i => new BadFingerprint(
                "sensor", 0, $"fingerprint {i}: value 17 (frame 1, coefficient 7) is 99, expected an integer from -32 to 31",
                string.Join(' ', values[(i * 300)..((i + 1) * 300)]))),
            skipped);
    }

    [Fact]
    public async Task What_overflows_is_bad()
    {
        // With these biases a logit overflows as soon as it is positive without them.
        KwsModel trained = KwsModel.Default;
        var model = new KwsModel(
            trained.Network,
            trained.Network.Tensors.Select(
                spec => spec.MaxValue == int.MaxValue ? [.. Enumerable.Repeat(int.MaxValue, spec.Count)] : trained[spec]));
        var classifier = new KwsClassifier(model);
        FingerprintSource source = FingerprintSource.FromStream(
            new MemoryStream(Fingerprints.Bytes(Fingerprints.Random(10))), Fingerprints.Shape, FingerprintFormat.Raw, "a");
        var e = await Assert.ThrowsAsync<KwsFormatException>(async () =>
        {
            await foreach (ClassifiedBlock block in classifier.ClassifyAsync(source, cancellationToken: Cancelled))
            {
                Assert.Fail("all overflow");
            }
        });
        Assert.Matches("^a: fingerprint 0: .*does not fit 32 bits", e.Message);
    }
}
