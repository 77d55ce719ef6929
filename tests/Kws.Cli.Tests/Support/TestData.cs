namespace Kws.Cli.Tests.Support;

internal static class TestData
{
    public static string Recorded { get; } = PathOf("recorded.txt");

    public static string GoldenFingerprint { get; } = PathOf("golden-fingerprint.txt");

    /// <summary>The logits of <see cref="Recorded"/>, as an independent program computed them.</summary>
    public static int[][] RecordedLogits { get; } =
        [.. File.ReadLines(PathOf("recorded-logits.csv")).Skip(1).Select(line => line.Split(',')[2..].Select(int.Parse).ToArray())];

    /// <summary>The output that <c>kws classify</c> must print for fingerprints with these logits.</summary>
    public static string Csv(IEnumerable<int[]> logits)
    {
        string[] labels = ["_silence_", "_unknown_", "cat", "happy"];
        IEnumerable<string> rows = logits.Select(
            (row, index) => $"{index},{labels[Array.IndexOf(row, row.Max())]},{string.Join(',', row)}\n");
        return $"index,label,{string.Join(',', labels)}\n{string.Concat(rows)}";
    }

    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);
}
