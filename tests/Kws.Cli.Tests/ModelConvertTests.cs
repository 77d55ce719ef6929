using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary><c>kws model convert</c>, and <c>--model</c> on every command.</summary>
public sealed class ModelConvertTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Every command that has a model, with what it prints or writes as text.</summary>
    public static TheoryData<string> Commands =>
    [
        "classify samples/recorded.txt", "classify samples/recorded.txt --logits OUT.npy", "label-wav samples/cat.wav samples/happy.wav",
        "listen samples/words.wav",
        "model show", "evaluate samples/recorded.txt", "widths samples/recorded.txt", "verify samples/recorded.txt --random 100 --seed 1",
        "ranges --json",
        "trace samples/recorded.txt --index 1", "export vectors samples/recorded.txt --format mem --output OUT",
        "record samples/recorded.txt --output OUT.txt", "ranges samples/recorded.txt", "export onnx --output OUT.onnx",
    ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_model_file_gives_what_its_weights_give(string command)
    {
        string model = Saved(Other());
        string weights = _directory.PathOf("other.h");
        WeightFile.Write(weights, Other());
        string labels = _directory.Write("labels.txt", "_silence_\n_unknown_\nhappy\ncat\n");

        (CliResult result, string[] written) = Run(command, "--model", model);
        Assert.Equal(0, result.ExitCode);
        (CliResult expected, string[] expectedWritten) = Run(
            command, "--weights", weights, "--labels", labels, "--model-size-info", DsCnn.ModelSizeInfo(Other().Network)!);
        Assert.Equal(expected, result);
        Assert.Equal(expectedWritten, written);
        Assert.Equal(command.Contains("OUT", StringComparison.Ordinal), written.Length > 0);
    }

    [Fact]
    public void The_front_end_is_that_of_the_model()
    {
        var frontEnd = new FrontEnd { WindowLength = 640, HopLength = 528 };
        string model = Saved(new KwsModel(DsCnn.Default, KwsModel.Default.Tensors, KwsModel.Default.Labels, frontEnd));
        string clip = TestData.PathOf("cat.wav");
        CliResult overridden = CliResult.Run("label-wav", clip, "--window", "640", "--hop", "528");
        Assert.StartsWith("kws: the front end is another than the model was trained with (16000 Hz, windows of 1024", overridden.Error);
        Assert.Equal(overridden with { Error = "" }, CliResult.Run("label-wav", clip, "--model", model));

        string text = CliResult.Run("label-wav", clip, "--model", model, "--hop", "512").Error;
        Assert.Equal(
            "kws: the front end is another than the model was trained with (16000 Hz, windows of 640 every 528 samples, 40 bands from 20 "
                + "to 4000 Hz)\n", text);
    }

    [Fact]
    public void Convert_keeps_all_of_a_model()
    {
        string weights = _directory.PathOf("other.h");
        WeightFile.Write(weights, Other());
        string labels = _directory.Write("labels.txt", "_silence_\n_unknown_\nhappy\ncat\n");
        string model = _directory.PathOf("other.safetensors");
        string[] options = ["--labels", labels, "--hop", "500", "--model-size-info", DsCnn.ModelSizeInfo(Other().Network)!];
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run(["model", "convert", weights, model, .. options]));
        KwsModel read = KwsModel.Load(model);
        Assert.Equal(["_silence_", "_unknown_", "happy", "cat"], read.Labels);
        Assert.Equal(new FrontEnd { HopLength = 500 }, read.FrontEnd);

        string again = _directory.PathOf("again.h");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("model", "convert", model, again));
        Assert.Equal(File.ReadAllBytes(weights), File.ReadAllBytes(again));
    }

    [Fact]
    public void The_rule_of_detection_is_kept_and_follows_the_labels_when_they_get_other_names()
    {
        var rule = new DetectionSettings
        {
            Thresholds = new Dictionary<string, double> { ["cat"] = 0.85, ["happy"] = 0.9 },
            SmoothingHops = 15,
            Suppression = TimeSpan.FromSeconds(0.5),
        };
        string model = Saved(new KwsModel(DsCnn.Default, KwsModel.Default.Tensors, detection: rule));
        string again = _directory.PathOf("again.safetensors");
        string labels = _directory.Write("labels.txt", "_silence_\n_unknown_\nhappy\nsad\n");

        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("model", "convert", model, again, "--hop", "512"));
        Assert.Equal(rule, KwsModel.Load(again).Detection);
        Assert.Contains(
            "\ndetection  cat from 0.85, happy from 0.9, mean of 15 hops, 0.5 s without another detection\n",
            CliResult.Run("model", "show", "--model", again).Out, StringComparison.Ordinal);
        Assert.Equal(0, CliResult.Run("model", "convert", model, again, "--labels", labels, "--hop", "500").ExitCode);
        Assert.Equal(
            rule with { Thresholds = new Dictionary<string, double> { ["happy"] = 0.85, ["sad"] = 0.9 } },
            KwsModel.Load(again).Detection);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void The_number_of_labels_is_that_of_the_weights(int labels)
    {
        string weights = _directory.PathOf("other.h");
        WeightFile.Write(weights, Models.Make(DsCnn.Parse(DsCnn.DefaultModelSizeInfo, labels), (_, i) => i % 3));
        Assert.Contains($"[out {labels}]", CliResult.Run("model", "show", "--weights", weights).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_labels_is_found_behind_attributes()
    {
        WeightFile.Write(_directory.PathOf("two.h"), Models.Make(DsCnn.Parse(DsCnn.DefaultModelSizeInfo, 2), (_, i) => i % 3));
        string weights = _directory.Write("two.c", File.ReadAllText(_directory.PathOf("two.h"))
            .Replace("#define DS-CNN", "static const __attribute__((aligned(4))) int8_t DS_CNN", StringComparison.Ordinal)
            .Replace(" {", "[] = {", StringComparison.Ordinal)
            .Replace("}", "};", StringComparison.Ordinal));
        Assert.Contains("[out 2]", CliResult.Run("model", "show", "--weights", weights).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_told_as_that()
    {
        string labels = _directory.Write("two.txt", "no\nyes\n");
        CliResult.Run("model", "show", "--frames", "30", "--labels", labels).AssertFailed(
            3, $"{labels}: 2 labels, expected the 4 of the model");
    }

    [Fact]
    public void Frames_and_coefficients_are_options()
    {
        string weights = _directory.PathOf("other.h");
        Network network = DsCnn.Parse("2 4 4 4 2 2 4 3 3 1 1", 2, 49, 8);
        WeightFile.Write(weights, Models.Make(network, (_, i) => i % 3));
        CliResult shown = CliResult.Run(
            "model", "show", "--weights", weights, "--model-size-info", "2 4 4 4 2 2 4 3 3 1 1", "--frames", "49", "--coefficients", "8",
            "--labels",
            _directory.Write("two.txt", "no\nyes\n"));
        Assert.Contains("input      49 x 8 x 1, -32 to 31", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_topology_are_described()
    {
        string weights = _directory.PathOf("other.h");
        WeightFile.Write(weights, Models.Make(DsCnn.Parse("2 64 10 4 2 2 32 3 3 1 1", 12), (_, i) => i % 3));
        CliResult.Run("model", "show", "--weights", weights).AssertFailed(
            3,
            $"{weights}: the sizes of the tensors are those of 2 layers with 64, 32 channels and kernels of 40, 9 values, "
            + "not of 2 48 4 4 2 2 16 3 3 1 1: give its model_size_info, since kernels and strides are not in the file");
    }

    [Fact]
    public void Weights_of_ARM_are_named_as_what_they_are()
    {
        string weights = _directory.Write("weights.h", "#define CONV1_WT {1,2,3}\n#define CONV1_BIAS {1}\n");
        CliResult.Run("model", "show", "--weights", weights).AssertFailed(
            3,
            $"{weights}: these are 8-bit weights of ARM's deployed networks (CONV1_WT), whose shapes and shifts are not in the file, "
            + "expected DS-CNN_conv_1_weights_0 and so on, or a model file");
    }

    [Fact]
    public void Each_option_names_the_other_for_its_files()
    {
        string model = Saved(KwsModel.Default);
        CliResult.Run(
            "model", "show", "--weights", model).AssertFailed(3, $"{model}: this is a model file, expected weight.h: --model reads it");
        CliResult.Run("classify", model).AssertFailed(3, $"{model}: this is a model file, expected fingerprints as text: --model reads it");
        CliResult.Run("model", "show", "--model", HardwareTeam.Weights).AssertFailed(
            3, $"{HardwareTeam.Weights}: this is text, expected a model file: --weights reads weights in C");
    }

    [Theory]
    [InlineData("--model and --weights are two models, expected one", "--model", "a", "--weights", "b")]
    [InlineData(
        "--model-size-info, --frames: a model file has its network in it", "--model", "a", "--model-size-info", "1", "--frames", "3")]
    [InlineData("--frames: this is not the model that comes with kws, give the --weights of yours", "--frames", "29")]
    public void Options_that_contradict_are_refused(string message, params string[] options) =>
        CliResult.Run(["model", "show", .. options]).AssertFailed(2, message);

    [Fact]
    public void A_name_of_another_ending_is_refused() =>
        CliResult.Run("model", "convert", HardwareTeam.Weights, "model.onnx").AssertFailed(
            2, "the output is 'model.onnx', expected a name that ends in .safetensors or .h; see kws model convert --help");

    [Fact]
    public void Convert_gives_the_canonical_file_byte_for_byte()
    {
        string canonical = File.ReadAllText(HardwareTeam.Weights);
        string arrays = canonical
            .Replace("#define DS-CNN_", "// a comment\nconst int8_t DS_CNN_", StringComparison.Ordinal)
            .Replace(" {", "[] = {\n  ", StringComparison.Ordinal)
            .Replace("}", "};", StringComparison.Ordinal);
        string input = _directory.Write("weights.c", arrays);
        string output = _directory.PathOf("weight.h");

        CliResult result = CliResult.Run("model", "convert", input, output);

        Assert.Equal(new CliResult(0, "", ""), result);
        Assert.Equal(File.ReadAllBytes(HardwareTeam.Weights), File.ReadAllBytes(output));
        Assert.Equal(0, CliResult.Run("model", "convert", output, output).ExitCode);
        Assert.Equal(File.ReadAllBytes(HardwareTeam.Weights), File.ReadAllBytes(output));
    }

    [Fact]
    public void Convert_leaves_the_old_file_when_the_input_is_damaged()
    {
        string input = _directory.Write("weights.c", "#define DS-CNN_fc1_weights_0 {1, 2}\n");
        string output = _directory.Write("weight.h", "old");
        CliResult.Run("model", "convert", input, output).AssertFailed(
            3, $"{input}:1: DS-CNN/fc1/weights:0: 2 values, expected 64 [out 4][in 16]");
        Assert.Equal("old", File.ReadAllText(output));
        Assert.Equal(["weight.h", "weights.c"], _directory.Names);
    }

    /// <summary>A small model, of whose labels the recorded cases have some.</summary>
    private static KwsModel Other()
    {
        KwsModel made = Models.Make(DsCnn.Parse("2 4 4 4 2 2 4 3 3 1 1"), (_, i) => (i * 7 % 40) - 20);
        return new KwsModel(made.Network, made.Tensors, ["_silence_", "_unknown_", "happy", "cat"]);
    }

    private string Saved(KwsModel model)
    {
        string path = _directory.PathOf("model.safetensors");
        model.Save(path);
        return path;
    }

    /// <summary>A command and what it wrote to OUT.</summary>
    private (CliResult Result, string[] Written) Run(string command, params string[] options)
    {
        string output = _directory.PathOf("out");
        string[] words = [.. command.Replace("samples/", TestData.PathOf(".") + "/", StringComparison.Ordinal).Replace(
            "OUT", output, StringComparison.Ordinal).Split(' ')];
        CliResult result = CliResult.Run([.. words, .. options]);
        string[] files =
        [
            .. Directory.GetFiles(_directory.Root, "out.*"),
            .. Directory.Exists(output) ? Directory.GetFiles(output, "*", SearchOption.AllDirectories) : [],
        ];
        string[] written =
        [
            .. files.Order(
                StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(File.ReadAllBytes(file))}"),
        ];
        Array.ForEach(files, File.Delete);
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        return (result, written);
    }
}
