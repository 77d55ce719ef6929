using System.Globalization;
using Kws.Model;

namespace Kws.Fast.Tests.Support;

/// <summary>
/// 500 recorded fingerprints and their exact logits by the default model (samples/README.md says who computed them and how).
/// </summary>
internal static class Recorded
{
    public static IReadOnlyList<Fingerprint> Fingerprints { get; } =
        [.. FingerprintFile.Read(Path.Combine(AppContext.BaseDirectory, "recorded.txt"), DsCnn.Default)];

    /// <summary>All fingerprints back to back.</summary>
    public static sbyte[] Values { get; } = [.. Fingerprints.SelectMany(fingerprint => fingerprint.Values.ToArray())];

    /// <summary>The logits, four a fingerprint.</summary>
    public static int[] Logits { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "recorded-logits.csv")).Skip(1)
            .SelectMany(line => line.Split(',')[2..].Select(word => int.Parse(word, CultureInfo.InvariantCulture)))];

    /// <summary>The label of every fingerprint by its logits: the first of the largest.</summary>
    public static int[] Labels { get; } = LabelsOf(Logits);

    /// <summary>The label of every fingerprint by four logits each.</summary>
    public static int[] LabelsOf(int[] logits) => [.. logits.Chunk(4).Select(row => row.IndexOf(row.Max()))];
}
