using Kws.Cli.Output;
using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Every mistake of the user is told by one line and an exit code.</summary>
public sealed class FailureTests
{
    private static readonly string KernelNames = string.Join(", ", KwsClassifier.Kernels.Select(kernel => kernel.Name));

    private static readonly string SupportedNames =
        string.Join(", ", KwsClassifier.Kernels.Where(kernel => kernel.IsSupported).Select(kernel => kernel.Name));

    [Theory]
    [InlineData("classify", "missing.txt")]
    [InlineData("trace", "missing.txt")]
    [InlineData("verify", "missing.txt")]
    [InlineData("model", "show", "--weights", "missing.txt")]
    [InlineData("model", "convert", "missing.txt", "out.h")]
    [InlineData("model", "show", "--labels", "missing.txt")]
    public void Missing_file(params string[] args) => CliResult.Run(args).AssertFailed(3, "missing.txt: there is no such file");

    [Fact]
    public void Missing_directory() =>
        CliResult.Run("classify", "no/such.txt").AssertFailed(3, "no/such.txt: there is no such directory");

    [Fact]
    public void A_directory_for_a_file()
    {
        using var directory = new TemporaryDirectory();
        string message = $"{directory.Root}: this is a directory, expected a file";
        CliResult.Run("trace", directory.Root).AssertFailed(
            3, $"{directory.Root}: there is no file of fingerprints or sound (.npy, .parquet, .raw, .txt, .wav) in this directory or "
                + "below");
        CliResult.Run("classify", TestData.Recorded, "--weights", directory.Root).AssertFailed(3, message);
        CliResult.Run("classify", TestData.Recorded, "--labels", directory.Root).AssertFailed(3, message);
        CliResult.Run("classify", TestData.Recorded, "--output", directory.Root).AssertFailed(3, message);
        CliResult.Run("model", "convert", HardwareTeam.Weights, directory.Root).AssertFailed(3, message);
    }

    [Fact]
    public void An_output_file_in_a_directory_that_does_not_exist() =>
        CliResult.Run("classify", TestData.Recorded, "--output", "no/such.csv").AssertFailed(3, "no/such.csv: there is no such directory");

    [Fact]
    public void A_full_device_is_named_once()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        CliResult.Run("model", "convert", HardwareTeam.Weights, "/dev/full").AssertFailed(3, "/dev/full: No space left on device");
        CliResult.Run("record", TestData.Recorded, "--output", "/dev/full").AssertFailed(3, "/dev/full: No space left on device");
    }

    [Fact]
    public void An_unreadable_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "nothing is unreadable for this user");
        using var directory = new TemporaryDirectory();
        string path = directory.Write("secret.txt", "1");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.None);
        }

        CliResult.Run("classify", path).AssertFailed(3, $"{path}: permission denied");
    }

    [Fact]
    public void An_empty_file_name() => CliResult.Run("classify", "").AssertFailed(3, "'' is not the name of a file");

    [Fact]
    public void An_empty_file()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("empty.txt", "");
        string none = $"{path}: there is no fingerprint";
        CliResult.Run("trace", path).AssertFailed(3, none);
        CliResult.Run("record", path, "--output", directory.PathOf("cases.txt")).AssertFailed(3, none);
        CliResult.Run("export", "vectors", path, "--format", "hex", "--output", directory.PathOf("v")).AssertFailed(3, none);
        CliResult.Run("evaluate", path).AssertFailed(3, "the inputs have no fingerprint, expected one at least");
        CliResult.Run("verify", path, "--random", "0").AssertFailed(
            3, "there is nothing to compare: the inputs have no fingerprint, and --random is 0");
    }

    [Theory]
    [InlineData("trace")]
    [InlineData("verify")]
    [InlineData("evaluate")]
    [InlineData("ranges")]
    public void An_array_where_text_is_expected(string command)
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("a.txt", "");
        File.WriteAllBytes(path, [0x93, .. "NUMPY\u0001\0v\0{'descr': '|i1'"u8]);
        CliResult.Run(command, path).AssertFailed(
            3,
            $"{path}: this is a NumPy array, expected fingerprints as text: kws classify --input-format npy reads it, "
            + "numpy.savetxt(FILE, array, fmt='%d') writes it as text");
    }

    [Fact]
    public void A_fingerprint_value_out_of_range_names_line_and_index()
    {
        using var directory = new TemporaryDirectory();
        string good = string.Join(' ', Enumerable.Repeat("1", 300));
        string path = directory.Write("bad.txt", $"# comment\n{good}\n1 2 32{good[5..]}\n");
        CliResult.Run("classify", path).AssertFailed(3, $"{path}:3: value 2 (frame 0, coefficient 2) is 32, expected -32 to 31");
    }

    [Fact]
    public void A_weight_out_of_range_names_tensor_and_position()
    {
        using var directory = new TemporaryDirectory();
        string[] lines = File.ReadAllLines(HardwareTeam.Weights);
        lines[0] = lines[0].Replace("{5, -7,", "{5, 32,", StringComparison.Ordinal);
        string path = directory.Write("weight.h", string.Join('\n', lines));
        CliResult.Run("classify", TestData.Recorded, "--weights", path).AssertFailed(
            3, $"{path}:1: DS-CNN/conv_1/weights:0: value 1 (channel 0, time 0, frequency 1) is 32, expected -32 to 31");
    }

    [Fact]
    public void Labels_that_do_not_fit_the_model()
    {
        using var directory = new TemporaryDirectory();
        string path = directory.Write("labels.txt", "a\nb\nc\n");
        CliResult.Run("classify", TestData.Recorded, "--labels", path).AssertFailed(
            3, $"{path}: 3 labels, expected the 4 of the model");
    }

    [Fact]
    public void An_unknown_kernel_lists_the_known_ones() =>
        CliResult.Run("classify", TestData.Recorded, "--kernel", "Avx9").AssertFailed(
            3, $"kernel 'Avx9' is unknown; the kernels are {KernelNames}; supported here: {SupportedNames}");

    [Theory]
    [InlineData("", "model_size_info: 0 numbers for 0 layers, expected the number of layers and then 5 numbers for each")]
    [InlineData("2 48 4", "model_size_info: 3 numbers for 2 layers, expected the number of layers and then 5 numbers for each")]
    [InlineData("1 48 x 4 2 2", "model_size_info: number 2 is 'x', expected an integer")]
    [InlineData("1 48 4 4 2 2", "0 depthwise-separable blocks, expected 1 to 32: the max pool is inside the last one")]
    [InlineData("2 48 4 4 2 0 16 3 3 1 1", "conv_1: stride frequency is 0, expected 1 to 1024")]
    [InlineData("2 48 31 4 2 2 16 3 3 1 1", "conv_1: kernel 31 x 4 is larger than the input 30 x 10")]
    public void A_malformed_model_size_info(string modelSizeInfo, string problem) =>
        CliResult.Run("classify", TestData.Recorded, "--weights", HardwareTeam.Weights, "--model-size-info", modelSizeInfo)
            .AssertFailed(2, $"--model-size-info: {problem}");

    [Fact]
    public void Another_topology_without_weights() =>
        CliResult.Run("trace", TestData.Recorded, "--model-size-info", "2 8 4 4 2 2 16 3 3 1 1").AssertFailed(
            2, "--model-size-info: this is not the model that comes with kws, give the --weights of yours");

    [Theory]
    [InlineData("unknown word 'foo'; see kws --help", "foo")]
    [InlineData("Required argument 'input' missing for command: 'classify'; see kws classify --help", "classify")]
    [InlineData("unknown option '--x' (write a file of that name as ./--x); see kws classify --help", "classify", "a", "--x", "2")]
    [InlineData("--threads is '0', expected an integer from 1 to 1024; see kws classify --help", "classify", "a", "--threads", "0")]
    [InlineData("--threads is 'x', expected an integer from 1 to 1024; see kws classify --help", "classify", "a", "--threads", "x")]
    [InlineData("--index is '-1', expected an integer from 0 to 2147483647; see kws trace --help", "trace", "a", "--index", "-1")]
    [InlineData("--random is '1e6', expected an integer from 0 to 9223372036854775807; see kws verify --help", "verify", "--random", "1e6")]
    [InlineData("standard input (-) can be read only once; see kws classify --help", "classify", "-", "-")]
    [InlineData("unknown word '--tensr'; see kws model show --help", "model", "show", "--tensr", "a")]
    [InlineData("unknown word 'b'; see kws trace --help", "trace", "a", "b")]
    [InlineData("--output is '-', expected a name (standard output is /dev/stdout, a file of that name ./-); see kws record --help",
        "record", "a", "--output", "-")]
    [InlineData("--output is '-', expected a name (standard output is /dev/stdout, a file of that name ./-); see kws export onnx --help",
        "export", "onnx", "--output", "-")]
    [InlineData("--output is '-', expected a name (standard output is /dev/stdout, a file of that name ./-); see kws export vectors --help",
        "export", "vectors", "a", "--format", "c", "--output", "-")]
    [InlineData("--plots is '-', expected a name (standard output is /dev/stdout, a file of that name ./-); see kws ranges --help",
        "ranges", "--plots", "-")]
    [InlineData(
        "the output is '-', expected a name (standard output is /dev/stdout, a file of that name ./-); see kws model convert --help",
        "model", "convert", "a", "-")]
    public void Wrong_usage(string message, params string[] args) => CliResult.Run(args).AssertFailed(2, message);

    [Fact]
    public void Control_characters_never_reach_the_terminal() =>
        CliResult.Run("classify", "a\n\u001b[31mb").AssertFailed(3, "a  [31mb: there is no such file");

    [Fact]
    public void A_cancelled_command_says_so()
    {
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = CommandLineApplication.Run(
            ["classify", TestData.Recorded], new CliContext(TextReader.Null, TextWriter.Null, error, new CancellationToken(true)));
        Assert.Equal((130, "kws: cancelled\n"), (exitCode, error.ToString()));
    }

    [Fact]
    public void An_unexpected_error_asks_to_be_reported_in_one_line()
    {
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = CommandLineApplication.Run(
            ["classify", "-"],
            new CliContext(
                TextReader.Null, TextWriter.Null, error, TestContext.Current.CancellationToken)
            { InBytes = new BrokenStream() });
        Assert.Equal(70, exitCode);
        Assert.Equal(
            "kws: unexpected error, please report it (with KWS_DEBUG=1 in the environment it tells more): "
            + "InvalidOperationException: two lines\n",
            error.ToString());
    }

    [Fact]
    public void Too_little_memory_is_told()
    {
        using var error = new StringWriter { NewLine = "\n" };
        var context = new CliContext(TextReader.Null, TextWriter.Null, error, TestContext.Current.CancellationToken);
        var exception = new AggregateException(new InvalidOperationException("", new InsufficientMemoryException()));
        Assert.Equal(3, Failures.Report(exception, context));
        Assert.Matches(
            "^kws: not enough memory: this process may use [1-9][0-9]* MB, and the work needs more\n$", error.ToString());
    }

    [Theory]
    [InlineData("No space left on device : '/a b/it's'", "/a b/it's: No space left on device")]
    [InlineData("Could not find file '/a'.", "/a: Could not find file '/a'.")]
    [InlineData("/a: No space left on device", "/a: No space left on device")]
    public void A_file_is_named_before_what_is_wrong_with_it(string message, string expected) =>
        Assert.Equal(expected, Files.Describe(new IOException(message)));

    [Fact]
    public void The_time_that_is_left_may_be_of_any_length()
    {
        Assert.Equal("1:05 left", NumberText.TimeLeft(TimeSpan.FromSeconds(13), 5));
        Assert.Equal("153722867280912930:07 left", NumberText.TimeLeft(TimeSpan.FromDays(1e6), 1e12));
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("two\nlines");
    }
}
