using System.Collections.Immutable;
using System.Globalization;
using Kws.Model;

namespace Kws.Testing;

/// <summary>
/// The weights of the hardware team for the default network, and the logits that an independent program computed with them for the
/// fingerprints of <c>samples/recorded.txt</c>. <c>samples/models/README.md</c> says more.
/// </summary>
public static class HardwareTeam
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "hardware-team");

    /// <summary>The path of <c>weight.h</c>.</summary>
    public static string Weights { get; } = Path.Combine(Folder, "weight.h");

    /// <summary>The model with these weights.</summary>
    public static KwsModel Model { get; } =
        KwsModel.LoadWeights(Weights, DsCnn.Default, LabelFile.Read(Path.Combine(Folder, "labels.txt")));

    /// <summary>The logits, four per fingerprint.</summary>
    public static ImmutableArray<int> Logits { get; } =
    [
        .. File.ReadLines(Path.Combine(Folder, "logits.csv")).Skip(1)
            .SelectMany(line => line.Split(',')[2..].Select(logit => int.Parse(logit, CultureInfo.InvariantCulture))),
    ];
}
