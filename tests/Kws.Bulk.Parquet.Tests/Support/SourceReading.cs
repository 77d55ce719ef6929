namespace Kws.Bulk.Parquet.Tests.Support;

/// <summary>Reads a source to its end.</summary>
internal static class SourceReading
{
    public static (List<sbyte[]> Fingerprints, List<BadFingerprint> Bad) Read(string path, long from = 0) =>
        Read(path, Fingerprints.Shape, from);

    public static (List<sbyte[]> Fingerprints, List<BadFingerprint> Bad) Read(string path, TensorShape shape, long from = 0)
    {
        FingerprintSource source = ParquetFingerprints.Open(path, shape);
        try
        {
            var position = new SourcePosition(from, from);
            source.Seek(position);
            var block = new FingerprintBlock(shape, 4);
            var fingerprints = new List<sbyte[]>();
            var bad = new List<BadFingerprint>();
            while (true)
            {
                block.Begin(source, 0, position);
                if (!source.ClaimAsync(block, CancellationToken.None).AsTask().GetAwaiter().GetResult())
                {
                    break;
                }

                source.Load(block);
                Assert.Equal(block.Start.Index + block.Count + block.Bad.Count, block.End.Index);
                Assert.Equal(block.End.Index, block.End.Offset);
                Assert.InRange(block.End.Index - block.Start.Index, 1, FingerprintBlock.Capacity);
                fingerprints.AddRange(Enumerable.Range(0, block.Count).Select(i => block.Fingerprint(i).ToArray()));
                bad.AddRange(block.Bad);
                position = block.End;
            }

            Assert.Equal(source.Length, position.Offset);
            return (fingerprints, bad);
        }
        finally
        {
            source.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
