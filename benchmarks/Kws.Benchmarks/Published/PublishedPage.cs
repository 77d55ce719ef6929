using System.Collections.Immutable;
using System.Globalization;
using Kws.Benchmarks.Results;
using Kws.Training.Data;
using Kws.Training.Quantize;
using static System.FormattableString;

namespace Kws.Benchmarks.Published;

/// <summary>The page about the published networks.</summary>
internal sealed class PublishedPage(
    IReadOnlyList<PublishedNetwork> networks, ImmutableArray<PublishedTime> times, ImmutableArray<TwelveClassClip> clips)
{
    private const double WorstDifference = -1.0;
    private const double MeanDifference = -0.3;
    private const double WorstRatio = 2;
    private const double MeanRatio = 3;

    private const string Introduction =
        "The 21 networks of [ML-KWS-for-MCU](https://github.com/ARM-software/ML-KWS-for-MCU) as floats and as the integers that `kws "
        + "import tensorflow` makes of them, measured by `dotnet run -c Release --project benchmarks/Kws.Benchmarks -- published ARM "
        + "SPEECH`; [how it is measured](../../README.md).";

    private const string MainExplained =
        "Twelve classes: (10 keywords + silence + listed other words) / 12. ns: one clip at batch 1, from features to logits, median of "
        + "rounds.";

    private const string FormsExplained =
        "packed: weights are copied into the order of the kernel when the model is loaded, which is the default. unpacked: they are not. "
        + "Scan: an LSTM with a projection is a loop of plain operators; else it is the operator LSTM, with the projection multiplied into "
        + "the recurrent weights.";

    /// <summary>The page in Markdown.</summary>
    /// <param name="environment">Where the times were taken.</param>
    public string Render(RunEnvironment environment) =>
        $"""
        # The networks of "Hello Edge" on {environment.Processor}

        {Introduction}

        - Processor: {environment.Processor}; kernel {string.Join(", ", times.Select(time => $"`{time.Kernel}`").Distinct())}, one thread
        - Operating system: {environment.OperatingSystem}
        - {environment.DotNet}, Kws.Fast {environment.KwsFast}, ONNX Runtime {environment.OnnxRuntime}
        - {environment.Date:yyyy-MM-dd}
        - Clips: {Clips()}

        {Main()}
        {MainExplained}

        ## Targets

        {Targets()}
        ## Integers less floats, in points

        {Differences()}
        ## Accuracy, with 95 % intervals

        {Accuracies(ClipGroup.Keyword, "keywords")}
        {Accuracies(ClipGroup.Silence, "silence")}
        {Accuracies(ClipGroup.QuietSilence, "silence, scaled by 0.1")}
        {Accuracies(ClipGroup.UnknownListed, "other words, listed")}
        {Accuracies(ClipGroup.UnknownOther, "other words, further")}
        ## Kernels and forms of ONNX Runtime

        {Forms()}
        {FormsExplained}

        """.ReplaceLineEndings("\n");

    private string Clips() =>
        $"{Count(ClipGroup.Keyword)} of the ten keywords, {Count(ClipGroup.Silence)} of silence, which is noise at full volume, "
        + $"{Count(ClipGroup.UnknownListed)} of other words that the data set lists for tests, {Count(ClipGroup.UnknownOther)} further "
        + $"ones. Of all of them {CalibrationClips.Most} at most are the calibration set.";

    /// <summary>The table with one row per network.</summary>
    private string Main()
    {
        var table = new MarkdownTable(
            "network", "twelve classes, float, %", "integers, %", "keywords, float, %", "integers, %", "model file, bytes", "weights",
            "products", "ns", "ONNX Runtime, ns", "ratio");
        foreach ((PublishedNetwork network, PublishedTime time) in networks.Zip(times))
        {
            table.Add(
                network.Name, Text(network.Float.TwelveClasses(ClipGroup.Silence)), Text(network.Integers.TwelveClasses(ClipGroup.Silence)),
                Text(network.Float.Percent(ClipGroup.Keyword)), Text(network.Integers.Percent(ClipGroup.Keyword)),
                Invariant($"{network.FileLength:N0}"), Invariant($"{network.Weights:N0}"), Invariant($"{network.Products:N0}"),
                Numbers.Nanoseconds(time.Nanoseconds), Numbers.Nanoseconds(time.OnnxRuntime), Text(time.Ratio));
        }

        return table.ToString();
    }

    private string Targets()
    {
        double[] differences = [.. networks.Select(network => Difference(network, ClipGroup.Silence))];
        double[] ratios = [.. times.Select(time => time.Ratio)];
        (double worst, string loser) = differences.Zip(networks, (value, network) => (value, network.Name)).Min();
        (double slowest, string slow) = ratios.Zip(networks, (value, network) => (value, network.Name)).Min();
        double mean = differences.Average();
        double geometric = Math.Exp(ratios.Average(Math.Log));
        var table = new MarkdownTable("target", "measured", "holds");
        table.Add(
            Invariant($"twelve classes, integers less floats, every row: at least {WorstDifference:F1} points"),
            $"{Signed(worst)} ({loser})", Answer(worst >= WorstDifference));
        table.Add(
            Invariant($"twelve classes, integers less floats, mean: at least {MeanDifference:F1} points"), Signed(mean),
            Answer(mean >= MeanDifference));
        table.Add(
            Invariant($"speed as a multiple of ONNX Runtime's, every row: at least {WorstRatio}"), $"{Text(slowest)} ({slow})",
            Answer(slowest >= WorstRatio));
        table.Add(
            Invariant($"speed as a multiple of ONNX Runtime's, geometric mean: at least {MeanRatio}"), Text(geometric),
            Answer(geometric >= MeanRatio));
        return table.ToString();
    }

    private string Differences()
    {
        Func<PublishedNetwork, double>[] columns =
        [
            network => Difference(network, ClipGroup.Silence),
            network => Difference(network, ClipGroup.QuietSilence),
            network => network.Integers.Percent(ClipGroup.Keyword) - network.Float.Percent(ClipGroup.Keyword),
        ];
        var table = new MarkdownTable("network", "twelve classes", "twelve classes, silence scaled by 0.1", "keywords");
        foreach (PublishedNetwork network in networks)
        {
            table.Add([network.Name, .. columns.Select(column => Signed(column(network)))]);
        }

        table.Add(["**worst**", .. columns.Select(column => Signed(networks.Min(column)))]);
        table.Add(["**mean**", .. columns.Select(column => Signed(networks.Average(column)))]);
        return table.ToString();
    }

    private string Accuracies(ClipGroup group, string name)
    {
        var table = new MarkdownTable(name, "float, %", "95 %", "integers, %", "95 %");
        foreach (PublishedNetwork network in networks)
        {
            table.Add([network.Name, .. Accuracy(network.Float[group]), .. Accuracy(network.Integers[group])]);
        }

        return table.ToString();
    }

    private string Forms()
    {
        var table = new MarkdownTable("network", "kernel", "the fastest form of ONNX Runtime");
        foreach ((PublishedNetwork network, PublishedTime time) in networks.Zip(times))
        {
            table.Add(network.Name, time.Kernel, time.Form);
        }

        return table.ToString();
    }

    private static double Difference(PublishedNetwork network, ClipGroup silence) =>
        network.Integers.TwelveClasses(silence) - network.Float.TwelveClasses(silence);

    private static string[] Accuracy(Proportion right)
    {
        WilsonInterval interval = right.Interval!.Value;
        return [Text(100 * right.Value!.Value), Invariant($"{100 * interval.Low:F1} to {100 * interval.High:F1}")];
    }

    private int Count(ClipGroup group) => clips.Count(clip => clip.Group == group);

    private static string Answer(bool holds) => holds ? "yes" : "no";

    private static string Text(double value) => Invariant($"{value:F2}");

    private static string Signed(double value) => value.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);
}
