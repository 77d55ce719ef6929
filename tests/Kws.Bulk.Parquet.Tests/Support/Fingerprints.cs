namespace Kws.Bulk.Parquet.Tests.Support;

/// <summary>Fingerprints made in code: all different, with every value that a fingerprint may have.</summary>
internal static class Fingerprints
{
    public static readonly TensorShape Shape = new(30, 10, 1);

    public static sbyte[] Row(int row) => [.. Enumerable.Range(0, Shape.Count).Select(j => (sbyte)(((300 * row + 7 * j) % 64) - 32))];

    public static IEnumerable<sbyte[]> Rows(int count) => Enumerable.Range(0, count).Select(Row);
}
