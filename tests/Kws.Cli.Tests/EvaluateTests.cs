using System.Text.Json;
using System.Xml.Linq;
using Kws.Audio.Tests.Support;
using Kws.Cli.Tests.Support;
using Kws.Hardware.Widths;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;
using Kws.Training.Data;

namespace Kws.Cli.Tests;

public sealed class EvaluateTests : IDisposable
{
    private static readonly string Zeros = string.Join(' ', Enumerable.Repeat("0", 300));

    private static readonly string[] Splits = ["training", "validation", "testing"];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// The counts of independent programs on the same clips, dealt with the same salt: of the hardware team's weights, and of the default
    /// model, whose fingerprints were made by kws.
    /// </summary>
    [Fact]
    public void The_data_set_gives_the_figures_of_independent_programs()
    {
        AssertRight([305, 485, 142, 139], 0.9758, "--weights", HardwareTeam.Weights);
        AssertRight([296, 490, 144, 139], 0.9746, "--model", "default");

        static void AssertRight(int[] right, double balancedAccuracy, params string[] model)
        {
            JsonElement testing = Json(["evaluate", Speech.Require(), "--salt", "kws", "--json", .. model]).GetProperty("testing");
            int[][] confusion = Confusion(testing);
            Assert.Equal([316, 499, 147, 139], confusion.Select(row => row.Sum()));
            Assert.Equal(right, confusion.Select((row, i) => row[i]));
            Assert.Equal(balancedAccuracy, testing.GetProperty("balancedAccuracy").GetDouble(), 0.0001);
        }
    }

    [Fact]
    public void The_model_card_says_what_evaluate_measures()
    {
        string card = File.ReadAllText(TestData.PathOf("model.md"));
        JsonElement all = Json("evaluate", Speech.Require(), "--salt", "kws", "--shift-study", "--json");
        foreach (string split in Splits)
        {
            JsonElement set = all.GetProperty(split);
            Assert.Contains(
                $"| {split} | {set.GetProperty("count").GetInt32():#,0} | "
                    + $"{Percent(set.GetProperty("accuracy"), set.GetProperty("accuracyInterval"))} "
                + $"| {100 * set.GetProperty("balancedAccuracy").GetDouble():F2} ",
                card, StringComparison.Ordinal);
            JsonElement unshifted = set.GetProperty("withoutFloorDivisions");
            Assert.Contains(
                $"| {Percent(unshifted.GetProperty("accuracy"), unshifted.GetProperty("accuracyInterval"))} |", card,
                StringComparison.Ordinal);
        }

        JsonElement testing = all.GetProperty("testing");
        foreach ((int truth, int[] row) in Confusion(testing).Index())
        {
            JsonElement recall = testing.GetProperty("recall")[truth];
            JsonElement precision = testing.GetProperty("precision")[truth];
            Assert.Contains(
                $"| {string.Join(" | ", row)} | {Percent(recall.GetProperty("value"), recall.GetProperty("interval"))} "
                + $"| {Percent(precision.GetProperty("value"), precision.GetProperty("interval"))} |",
                card, StringComparison.Ordinal);
        }

        static string Percent(JsonElement value, JsonElement interval) =>
            $"{100 * value.GetDouble():F2} ({100 * interval[0].GetDouble():F2} to {100 * interval[1].GetDouble():F2})";
    }

    [Fact]
    public void Recorded_fingerprints_are_counted_as_their_recorded_logits_say()
    {
        // The model's label is that of the greatest recorded logit; the true one stands in the file.
        string[] labels = ["_silence_", "_unknown_", "cat", "happy"];
        Fingerprint[] fingerprints = [.. FingerprintFile.Read(TestData.Recorded, DsCnn.Default)];
        var expected = Splits.ToDictionary(split => split, _ => labels.Select(_ => new int[4]).ToArray());
        foreach ((Fingerprint fingerprint, int[] logits) in fingerprints.Zip(TestData.RecordedLogits))
        {
            string name = fingerprint.Source!.Split('/')[^1];
            string split = fingerprint.Label == "_silence_" ? "testing" : $"{SpeakerSplit.Of(name)}".ToLowerInvariant();
            expected[split][Array.IndexOf(labels, fingerprint.Label)][Array.IndexOf(logits, logits.Max())]++;
        }

        JsonElement root = Json("evaluate", TestData.Recorded, "--json");
        Assert.Equal(["labels", .. Splits], root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(labels, root.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!));
        Assert.All(Splits, split => Assert.Equal(expected[split], Confusion(root.GetProperty(split))));
        Assert.Equal(500, expected.Values.Sum(rows => rows.Sum(row => row.Sum())));
        Assert.All(expected.Values, rows => Assert.NotEqual(0, rows.Sum(row => row.Sum())));

        // As a pipe, and on one thread.
        using TextReader input = File.OpenText(TestData.Recorded);
        string piped = CliResult.RunWithInput(input, "evaluate", "-", "--json", "--threads", "1").Out;
        Assert.Equal(root.GetRawText(), piped.TrimEnd('\n'));
    }

    [Fact]
    public void Json_figures_computed_by_hand()
    {
        // The model takes all for "_silence_": its biases alone decide. 026290a7 is in the validation set.
        string weights = AlwaysFirst();
        string file = _directory.Write("f.txt", Lines(
            "_silence_\t1.wav", "_silence_\t2.wav", "_silence_\t", "cat\tcat/0f250098_nohash_0.wav", "cat\tcat/026290a7_nohash_1.wav"));
        JsonElement root = Json("evaluate", file, "--weights", weights, "--json");

        JsonElement testing = root.GetProperty("testing");
        Assert.Equal(
            ["count", "accuracy", "accuracyInterval", "balancedAccuracy", "confusion", "recall", "precision"],
            testing.EnumerateObject().Select(member => member.Name));
        Assert.Equal(4, testing.GetProperty("count").GetInt32());
        Assert.Equal(0.75, testing.GetProperty("accuracy").GetDouble());
        Assert.Equal([0.300642, 0.954413], Interval(testing.GetProperty("accuracyInterval")));
        Assert.Equal(0.5, testing.GetProperty("balancedAccuracy").GetDouble());
        Assert.Equal([[3, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], Confusion(testing));
        Assert.Equal([1.0, null, 0.0, null], Values(testing.GetProperty("recall")));
        Assert.Equal([0.75, null, null, null], Values(testing.GetProperty("precision")));
        Assert.Equal([0.438503, 1], Interval(testing.GetProperty("recall")[0].GetProperty("interval")));
        Assert.Equal(JsonValueKind.Null, testing.GetProperty("recall")[1].GetProperty("interval").ValueKind);

        JsonElement validation = root.GetProperty("validation");
        Assert.Equal((1, 0.0), (validation.GetProperty("count").GetInt32(), validation.GetProperty("accuracy").GetDouble()));
        JsonElement training = root.GetProperty("training");
        Assert.Equal(0, training.GetProperty("count").GetInt32());
        Assert.Equal(JsonValueKind.Null, training.GetProperty("accuracy").ValueKind);
        Assert.Equal(JsonValueKind.Null, training.GetProperty("balancedAccuracy").ValueKind);
    }

    [Fact]
    public void A_folder_has_a_folder_a_word()
    {
        // Every word that is no label is unknown; background noise does not count.
        string weights = AlwaysFirst();
        WriteClips(
            "_background_noise_/tap.wav", "_silence_/7.wav", "cat/0f250098_nohash_0.wav", "bed/0d53e045_nohash_0.wav",
            "bed/0132a06d_nohash_0.wav");
        JsonElement root = Json("evaluate", _directory.PathOf("data"), "--weights", weights, "--json");
        Assert.Equal([[1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], Confusion(root.GetProperty("testing")));
        Assert.Equal([[0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], Confusion(root.GetProperty("training")));

        // With this salt 0f250098 is in the validation set.
        JsonElement salted =
            Json("evaluate", _directory.PathOf("data"), "--weights", weights, "--json", "--salt", "kws", "--split", "validation");
        Assert.Equal(["labels", "validation"], salted.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, Confusion(salted.GetProperty("validation"))[2][0]);
    }

    [Fact]
    public void Hidden_files_and_folders_are_skipped()
    {
        WriteClips("cat/0f250098_nohash_0.wav", "cat/._0f250098_nohash_0.wav", ".git/0f250098_nohash_0.wav");
        File.WriteAllText(_directory.PathOf("data/cat/._0f250098_nohash_0.wav"), "no sound");
        JsonElement root = Json("evaluate", _directory.PathOf("data"), "--weights", AlwaysFirst(), "--json");
        Assert.Equal([[0, 0, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]], Confusion(root.GetProperty("testing")));
    }

    [Fact]
    public void Tables_name_every_split()
    {
        CliResult result = CliResult.Run("evaluate", TestData.Recorded);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            Splits,
            result.Out.Split('\n').Where(line => line.Contains(" clips, ", StringComparison.Ordinal)).Select(line => line.Split(':')[0]));
        Assert.Matches(@"(?m)^true class +_silence_ +_unknown_ +cat +happy$", result.Out);
        Assert.Matches(@"(?m)^ +recall, % +precision, %$\n^class +clips +value +low +high +value +low +high$", result.Out);
        const string Percent = @"9[0-9]\.[0-9]{2}";
        Assert.Matches(
            $@"(?m)^testing: [0-9]+ clips, accuracy {Percent} \({Percent} to {Percent}\), balanced accuracy {Percent}$", result.Out);

        string one = CliResult.Run("evaluate", TestData.Recorded, "--split", "validation").Out;
        Assert.StartsWith("validation: ", one);
        Assert.DoesNotContain("testing", one, StringComparison.Ordinal);

        string file = _directory.Write("f.txt", Lines("_silence_\t1.wav"));
        Assert.Contains("training: no clips\n\nvalidation: no clips\n\ntesting: 1 clip, ", CliResult.Run("evaluate", file).Out);
    }

    [Fact]
    public void The_study_leaves_the_floor_divisions_out()
    {
        JsonElement root = Json("evaluate", TestData.Recorded, "--json", "--shift-study");
        var network = new UnshiftedNetwork(KwsModel.Default);
        string[] labels = [.. KwsModel.Default.Labels];
        int right = FingerprintFile.Read(TestData.Recorded, DsCnn.Default).Count(f =>
            labels[network.Classify(f.Values.Span)] == f.Label);
        Assert.Equal(right, Splits.Sum(split =>
        {
            JsonElement study = root.GetProperty(split).GetProperty("withoutFloorDivisions");
            Assert.Equal(Confusion(root.GetProperty(split)).Select(row => row.Sum()), Confusion(study).Select(row => row.Sum()));
            return Confusion(study).Select((row, i) => row[i]).Sum();
        }));
        string[] lines = CliResult.Run("evaluate", TestData.Recorded, "--shift-study").Out.Split('\n');
        Assert.Equal(3, lines.Count(line => line.StartsWith("without floor divisions: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_picture_holds_the_counts_of_the_testing_set()
    {
        string path = _directory.PathOf("confusion.svg");
        int[][] testing = Confusion(Json("evaluate", TestData.Recorded, "--json", "--picture", path).GetProperty("testing"));
        string[] texts = Texts(path);
        Assert.StartsWith($"testing: {testing.Sum(row => row.Sum())} clips, accuracy ", texts[0]);
        foreach (int[] row in testing)
        {
            Assert.All(row, count => Assert.Contains($"{count}", texts));
            Assert.Contains(FormattableString.Invariant($"{100.0 * row.Max() / row.Sum():F1} %"), texts);
        }

        string labels = _directory.Write("labels.txt", "_silence_\n_unknown_\n<cat> & dog\na label too long for its column\n");
        string file = _directory.Write("f.txt", Lines("_silence_\t1.wav"));
        CliResult.Run("evaluate", file, "--labels", labels, "--split", "training", "--picture", path);
        Assert.Contains("<cat> & dog", Texts(path));
        Assert.Contains("a label t…", Texts(path));
        Assert.Equal("training: no clips", Texts(path)[0]);

        static string[] Texts(string path) =>
            [.. XDocument.Load(path).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value)];
    }

    private static JsonElement Json(params string[] args)
    {
        CliResult result = CliResult.Run(args);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        return JsonDocument.Parse(result.Out).RootElement;
    }

    private static int[][] Confusion(JsonElement split) =>
        [.. split.GetProperty("confusion").EnumerateArray().Select(
            row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray())];

    private static double[] Interval(JsonElement interval) => [.. interval.EnumerateArray().Select(bound => bound.GetDouble())];

    private static IEnumerable<double?> Values(JsonElement classes) => classes.EnumerateArray().Select(
        one => one.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : (double?)null);

    /// <summary>Fingerprints of zeros with these labels and clips.</summary>
    private static string Lines(params string[] heads) => string.Concat(heads.Select(head => $"{head}\t{Zeros}\n"));

    private string AlwaysFirst()
    {
        string weights = _directory.PathOf("weight.h");
        WeightFile.Write(weights, Models.Make(DsCnn.Default, (spec, i) => Models.IsBias(spec) && i == 0 ? 1 : 0));
        return weights;
    }

    private void WriteClips(params string[] names)
    {
        foreach (string name in names)
        {
            string path = Path.Combine(_directory.PathOf("data"), name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            Wav.Write(path, Wav.Tones(0.1, 1));
        }
    }
}
