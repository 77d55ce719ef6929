using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Kws.Cli.Commands;
using Kws.Cli.Tests.Support;
using Kws.Hardware.Ranges;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class RangesTests : IDisposable
{
    private static readonly string[] Layers = [.. DsCnn.Default.Layers.Select(layer => layer.Name)];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>One run for all of the tables and pictures: it takes seconds.</summary>
    [Fact]
    public void The_default_model_on_recorded_fingerprints()
    {
        string plots = _directory.PathOf("plots");
        CliResult result = CliResult.Run("ranges", TestData.Recorded, "--plots", plots);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith(
            "observed: 500 fingerprints, layers' values of 500, operands, products, sums and percentiles of 500 spread over them\n",
            result.Out);
        Assert.Matches(@"(?m)^conv_1 +sum +exact +-7354 +7325 +-7354 +7325 +0\.00 +-1749 +1777 *$", result.Out);
        Assert.Matches(@"(?m)^conv_ds_1/dw_conv +11 +6 +16 +17 +17 +13 +6 +17 +21 +21 +9 +14 +14 +14 *$", result.Out);

        Assert.Equal(
            ["1-conv_1.svg", "2-conv_1-floor8.svg", "3-conv_ds_1-dw_conv.svg", "4-conv_ds_1-dw_conv-floor16.svg", "5-max_pool.svg",
                "6-conv_ds_1-pw_conv.svg", "7-conv_ds_1-pw_conv-floor256.svg", "8-fc1.svg", "ranges.html"],
            Directory.GetFiles(plots).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        string[] texts = [.. XDocument.Load(Path.Combine(plots, "1-conv_1.svg")).Descendants()
            .Where(element => element.Name.LocalName == "text").Select(text => text.Value)];
        Assert.Contains("conv_1", texts);
        Assert.Contains("greatest 7325", texts);
        Assert.All(Directory.GetFiles(plots, "*.svg"), AssertTitleIsBesideNumbers);
        string page = File.ReadAllText(Path.Combine(plots, "ranges.html"));
        Assert.Equal(8, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("<?xml", page, StringComparison.Ordinal);
        string[] names = [.. Regex.Matches(page, " id=\"([^\"]+)\"").Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct(), names);
        Assert.All(Regex.Matches(page, @"url\(#([^)]+)\)"), match => Assert.Contains(match.Groups[1].Value, names));
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", page, StringComparison.Ordinal);
        Assert.Contains("<td class=\"number\">-7354</td>", page, StringComparison.Ordinal);

        // The bits of every channel, the operand of the first layer having six.
        Assert.All(
            Enumerable.Range(0, 48),
            i => Assert.Contains(
                $"<td>conv_1</td><td class=\"number\">{i}</td><td class=\"number\">6</td>", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Json_has_everything_that_is_known()
    {
        string[] model = SmallModel("2 8 4 4 2 2 8 3 3 1 1");
        var reference = new Kws.Reference.ReferenceClassifier(KwsModel.LoadWeights(model[1], DsCnn.Parse(model[3])));
        JsonElement root = JsonDocument.Parse(CliResult.Run(["ranges", TestData.Recorded, "--json", .. model]).Out).RootElement;
        Assert.Equal(
            ["modelSizeInfo", "count", "seed", "observedCount", "sampleCount", "layers"],
            root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(500, root.GetProperty("count").GetInt32());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("seed").ValueKind);
        Assert.Equal(500, root.GetProperty("observedCount").GetInt32());
        JsonElement[] layers = [.. root.GetProperty("layers").EnumerateArray()];
        Assert.Equal(Layers, layers.Select(layer => layer.GetProperty("name").GetString()!));
        Assert.Equal(
            ["name", "operand", "weight", "product", "sum", "value", "channels"],
            layers[2].EnumerateObject().Select(member => member.Name));
        Assert.Equal(["name", "value", "channels"], layers[4].EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["proof", "proven", "anyWeights", "witnessed", "observed", "percentiles", "binWidth", "histogram"],
            layers[2].GetProperty("sum").EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            500 * 14 * 4 * 8, layers[2].GetProperty("value").GetProperty("histogram").EnumerateArray().Sum(bin => bin[1].GetInt64()));
        Assert.Equal(21, layers[2].GetProperty("sum").GetProperty("anyWeights").GetProperty("bits").GetInt32());
        JsonElement channel = layers[2].GetProperty("channels")[5];
        Assert.Equal(["operand", "weight", "product", "sum", "value", "taps"], channel.EnumerateObject().Select(member => member.Name));
        Assert.Equal(9, channel.GetProperty("taps").GetArrayLength());
        Assert.Equal(
            ["index", "weight", "operand", "product", "sum", "observedSum"],
            channel.GetProperty("taps")[0].EnumerateObject().Select(member => member.Name));
        AssertReplays(reference, channel.GetProperty("value").GetProperty("greatestWitness"), 5);
    }

    [Fact]
    public void Another_topology_from_every_kind_of_input()
    {
        string[] model = SmallModel();
        (string weights, Network network) = (model[1], DsCnn.Parse(model[3]));
        CliResult result = CliResult.Run(["ranges", "--random", "20", "--seed", "3", .. model]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("seed 3\nobserved: 20 fingerprints", result.Out);
        Assert.Matches(@"(?m)^conv_ds_2/dw_conv +sum +interval +-?[0-9]+ +[0-9]+ +-?[0-9]+ +[0-9]+ +[0-9.]+ ", result.Out);
        Assert.Equal(result.Out, CliResult.Run(["ranges", "--random", "20", "--seed", "3", .. model]).Out);

        // Recorded cases and standard input give the same as a file of fingerprints.
        string zeros = $"{string.Join(' ', Enumerable.Repeat("1", 300))}\n";
        string observed = CliResult.Run(["ranges", _directory.Write("f.txt", zeros), .. model]).Out;
        var trace =
            new Kws.Reference.ReferenceClassifier(KwsModel.LoadWeights(weights, network)).Trace([.. Enumerable.Repeat((sbyte)1, 300)]);
        RecordedCaseFile.Write(_directory.PathOf("cases.txt"), [new RecordedCase("one", network, trace)]);
        Assert.Equal(observed, CliResult.Run(["ranges", _directory.PathOf("cases.txt"), .. model]).Out);
        Assert.Equal(observed, CliResult.RunWithInput(new StringReader(zeros), ["ranges", "-", .. model]).Out);
        string commented = _directory.Write("commented.txt", $"# from our RTL\n\n{File.ReadAllText(_directory.PathOf("cases.txt"))}");
        Assert.Equal(observed, CliResult.Run(["ranges", commented, .. model]).Out);
        Assert.Equal(observed, CliResult.RunWithInput(File.OpenText(commented), ["ranges", "-", .. model]).Out);

        // What is longer than a buffer shows whether a pipe is opened once only.
        foreach (string pipe in new[] { "\"$0\" ranges <(cat \"$1\") \"${@:2}\"", "cat \"$1\" | \"$0\" ranges /dev/stdin \"${@:2}\"" })
        {
            Assert.Equal(
                CliResult.Run(["ranges", TestData.Recorded, .. model]), KwsProcess.RunInShell(pipe, [TestData.Recorded, .. model]));
        }
        Assert.StartsWith("observed: 1 fingerprint, ", observed);
        Assert.StartsWith("observed: no fingerprint\n", CliResult.Run(["ranges", .. model]).Out);
    }

    [Fact]
    public void Json_tells_the_seed()
    {
        CliResult result = CliResult.Run(["ranges", "--random", "3000", "--seed", "7", "--json", .. SmallModel()]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal((3000, 7), (root.GetProperty("count").GetInt32(), root.GetProperty("seed").GetInt32()));
        Assert.InRange(root.GetProperty("sampleCount").GetInt32(), 1, 1024);
    }

    [Fact]
    public void Plots_that_cannot_all_be_written_leave_none()
    {
        string plots = _directory.PathOf("plots");
        Directory.CreateDirectory(Path.Combine(plots, "ranges.html"));
        string old = _directory.Write("plots/1-conv_1.svg", "old");
        CliResult.Run(["ranges", .. SmallModel(), "--plots", plots]).AssertFailed(
            3, $"{Path.Combine(plots, "ranges.html")}: this is a directory, expected a file");
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal(["1-conv_1.svg", "ranges.html"], Directory.GetFileSystemEntries(plots).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public void Outputs_that_cannot_be_written_are_told_before_the_work()
    {
        // Standard input that must not be read shows that nothing was done yet.
        string file = _directory.Write("empty.txt", "");
        AssertRefused($"{file}: this is a file, expected a folder", "--plots", file);
        string below = Path.Combine(file, "plots");
        AssertRefused($"'{below}': there is no such folder, and it cannot be made", "--plots", below);
        AssertRefused("'': there is no such folder, and it cannot be made", "--plots", "");

        void AssertRefused(string message, params string[] options) =>
            CliResult.RunWithInput(new Unreadable(), ["ranges", "-", .. options]).AssertFailed(3, message);
    }

    [Fact]
    public void A_missing_input_is_reported_before_another_one_is_read() =>
        CliResult.RunWithInput(new Unreadable(), ["ranges", "-", "missing"]).AssertFailed(3, "missing: there is no such file");

    [Fact]
    public void A_failure_leaves_no_files_and_no_folder()
    {
        string[] model = SmallModel();
        CliResult.Run(["ranges", "missing", "--plots", _directory.PathOf("plots"), .. model])
            .AssertFailed(3, "missing: there is no such file");
        Assert.Equal(["weight.h"], Directory.GetFileSystemEntries(_directory.Root).Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void A_report_that_contradicts_itself_fails()
    {
        KwsModel model = KwsModel.Default;
        var proven = ProvenRanges.OfAnyWeights(model.Network, biases: ValueRange.Of(0));
        var witness = new Witness(0, Quantity.Output, IsGreatest: true, 0, 0, 3, -1, 1, [.. new sbyte[300]]);
        CliException failure =
            Assert.Throws<CliException>(() => RangesCommand.Check(new RangeReport(model, proven, proven, null, [witness])));
        Assert.Equal(ExitCode.CheckFailed, failure.ExitCode);
        Assert.Equal(
            "bounds, witnesses and observed values contradict each other 1 time; first conv_1, channel 3: witness of value claims 1, the "
                + "reference gives 0",
            failure.Message);
    }

    [Fact(Explicit = true)]
    public void A_model_whose_logits_do_not_fit_32_bits() =>
        CliResult.Run("ranges", "--weights", Overflowing()).AssertFailed(3, "fc1: a value does not fit 32 bits");

    /// <summary>The proof takes seconds, and fails with this model: its message would come first.</summary>
    [Fact]
    public void Bad_inputs_are_refused_before_bounds_are_proved()
    {
        string file = _directory.Write("f.txt", "1 2 3\n");
        CliResult.Run("ranges", file, "--weights", Overflowing()).AssertFailed(3, $"{file}:1: ", prefixOnly: true);
    }

    [Fact]
    public void Bad_inputs()
    {
        string[] model = SmallModel();
        CliResult.Run(["ranges", "missing", .. model]).AssertFailed(3, "missing: there is no such file");
        CliResult.Run(["ranges", _directory.Root, .. model]).AssertFailed(
            3, $"{_directory.Root}: there is no file of fingerprints or sound (.npy, .parquet, .raw, .txt, .wav) in this directory or "
                + "below");
        string file = _directory.Write("f.txt", "1 2 3\n");
        CliResult result = CliResult.Run(["ranges", file, .. model]);
        Assert.Equal(3, result.ExitCode);
        Assert.StartsWith($"kws: {file}:1: ", result.Error);
        string wav = _directory.Write("cat.WAV", "RIFF");
        CliResult.Run(["ranges", wav, .. model]).AssertFailed(3, $"{wav}: ", prefixOnly: true);
        CliResult.Run("widths", wav).AssertFailed(3, $"{wav}: ", prefixOnly: true);
        CliResult.Run("ranges", "--random", "-1").AssertFailed(
            2, "--random is '-1', expected an integer from 0 to 9223372036854775807; see kws ranges --help");
    }

    /// <summary>The weights of a model whose logits leave 32 bits.</summary>
    private string Overflowing()
    {
        string weights = _directory.PathOf("weight.h");
        WeightFile.Write(weights, Models.Make(
            DsCnn.Default, (spec, i) => Models.IsBias(spec) ? int.MaxValue : KwsModel.Default[Models.Like(spec)][i]));
        return weights;
    }

    /// <summary>The options of a model of several blocks, whose ranges take no time.</summary>
    private string[] SmallModel(string sizeInfo = "3 2 4 4 2 2 3 3 3 1 1 2 3 3 1 1")
    {
        Network network = DsCnn.Parse(sizeInfo);
        string weights = _directory.PathOf("weight.h");
        WeightFile.Write(weights, Models.Make(network, (_, i) => (i * 7 % 64) - 32));
        return ["--weights", weights, "--model-size-info", network.ToString()];
    }

    /// <summary>
    /// The title of the vertical axis ends before the widest number beside it begins: 12 pixels high, digits are up to 8 wide.
    /// </summary>
    private static void AssertTitleIsBesideNumbers(string picture)
    {
        XElement[] texts = [.. XDocument.Load(picture).Descendants().Where(element => element.Name.LocalName == "text")];
        double title = LeftOf(texts.Single(text => text.Value == "count"));
        XElement[] numbers = [.. texts.Where(text =>
            text.Attribute("text-anchor")!.Value == "end" && !TransformOf(text).Contains("rotate", StringComparison.Ordinal))];
        Assert.NotEmpty(numbers);
        Assert.All(numbers, number => Assert.True(
            title + 3 < LeftOf(number) - (8 * number.Value.Length), $"{picture}: {number.Value} begins within the title"));
        Assert.True(title > 12, $"{picture}: the title is cut off");

        static string TransformOf(XElement text) => text.Attribute("transform")!.Value;

        static double LeftOf(XElement text) => double.Parse(Regex.Match(TransformOf(text), "[0-9.]+").Value, CultureInfo.InvariantCulture);
    }

    private sealed class Unreadable : TextReader
    {
        public override string ReadLine() => throw new InvalidOperationException("standard input was read");
    }

    private static void AssertReplays(Kws.Reference.ReferenceClassifier reference, JsonElement witness, int channel)
    {
        Assert.Equal(["value", "apart", "time", "frequency", "fingerprint"], witness.EnumerateObject().Select(member => member.Name));
        sbyte[] fingerprint = [.. witness.GetProperty("fingerprint").GetString()!.Split(' ').Select(sbyte.Parse)];
        LayerValues layer = reference.Trace(fingerprint).Layers[3];
        int index = layer.Shape.IndexOf(witness.GetProperty("time").GetInt32(), witness.GetProperty("frequency").GetInt32(), channel);
        Assert.Equal(witness.GetProperty("value").GetInt32(), layer.Values[index]);
    }
}
