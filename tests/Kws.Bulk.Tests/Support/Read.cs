namespace Kws.Bulk.Tests.Support;

/// <summary>Everything that a source gives.</summary>
internal static class Read
{
    public static Task<int[]> Logits(string path) => Logits(FingerprintSource.Open(path, Fingerprints.Shape));

    public static async Task<int[]> Logits(FingerprintSource source, BulkOptions? options = null)
    {
        var logits = new List<int>();
        await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(
            source, options, TestContext.Current.CancellationToken))
        {
            Assert.Equal(logits.Count / 4, block.FirstIndex);
            logits.AddRange(block.Logits.Span);
        }

        return [.. logits];
    }
}
