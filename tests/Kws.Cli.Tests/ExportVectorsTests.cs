using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class ExportVectorsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory.PathOf("vectors");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_logits_of_the_fingerprint_are_among_the_files()
    {
        Assert.Equal(new CliResult(0, "", ""), Export("--index", "1", "--format", "mem"));

        // 375 50 -287 -327 in 28 bits.
        Assert.Equal(
            "// fc1 [time 1][frequency 1][channel 4], 28 bits\n0000177\n0000032\nffffee1\nffffeb9\n",
            File.ReadAllText(Path.Combine(Target, "case_1", "fc1.mem")));
        Assert.Equal(["case_1", "manifest.json", "weights"], Entries(Target));
    }

    [Fact]
    public void Several_fingerprints_are_cases_called_after_their_index()
    {
        Assert.Equal(0, Export("--index", "497", "--count", "3", "--format", "c").ExitCode);
        Assert.Equal(["case_497.h", "case_498.h", "case_499.h", "manifest.json", "weights.h"], Entries(Target));
    }

    [Fact]
    public void Exported_weights_are_the_model_again()
    {
        Assert.Equal(0, Export("--format", "c").ExitCode);
        Assert.Equal(
            CliResult.Run("classify", TestData.Recorded),
            CliResult.Run("classify", TestData.Recorded, "--weights", Path.Combine(Target, "weights.h")));
    }

    [Fact]
    public void Standard_input_and_another_model_are_exported()
    {
        string weights = _directory.PathOf("weight.h");
        var network = DsCnn.Parse("2 5 4 4 2 2 3 3 3 1 1", 2);
        WeightFile.Write(weights, Models.Make(network, (_, i) => i % 7));
        string labels = _directory.Write("labels.txt", "no\nyes\n");
        using TextReader input = File.OpenText(TestData.GoldenFingerprint);

        CliResult result = CliResult.RunWithInput(
            input, "export", "vectors", "-", "--format", "json", "--output", Target,
            "--weights", weights, "--labels", labels, "--model-size-info", network.ToString());

        Assert.Equal(new CliResult(0, "", ""), result);
        Assert.StartsWith(
            """{"name":"max_pool","axes":["time","frequency","channel"],"shape":[1,1,5],"bits":17,"values":[""",
            File.ReadAllText(Path.Combine(Target, "case_0", "max_pool.json")));
    }

    [Fact]
    public void Too_few_fingerprints_leave_nothing()
    {
        Export("--index", "498", "--count", "3", "--format", "hex").AssertFailed(
            3, $"{TestData.Recorded}: only 500 fingerprints, --index 498 --count 3 asks for more");
        Export("--index", "500", "--format", "hex").AssertFailed(3, $"{TestData.Recorded}: there is no fingerprint 500, expected 0 to 499");
        Assert.Empty(Entries(_directory.Root));
    }

    [Fact]
    public void A_directory_with_something_in_it_is_refused()
    {
        Directory.CreateDirectory(Target);
        _directory.Write("vectors/mine.txt", "");
        Export("--format", "hex").AssertFailed(3, $"{Target}: this directory is not empty, expected one that is new or empty");
        Assert.Equal(["mine.txt"], Entries(Target));
    }

    [Fact]
    public void A_link_is_kept_and_what_it_leads_to_is_written()
    {
        string link = _directory.PathOf("link");
        Directory.CreateSymbolicLink(link, Target);
        foreach (bool isThere in new[] { false, true })
        {
            if (isThere)
            {
                Directory.Delete(Target, recursive: true);
                Directory.CreateDirectory(Target);
            }

            Assert.Equal(
                new CliResult(0, "", ""), CliResult.Run("export", "vectors", TestData.Recorded, "--format", "c", "--output", link));
            Assert.Equal(Target, new DirectoryInfo(link).LinkTarget);
            Assert.Equal(["case_0.h", "manifest.json", "weights.h"], Entries(Target));
            Assert.Equal(["link", "vectors"], Entries(_directory.Root));
        }
    }

    [Fact]
    public void An_empty_directory_stays_the_one_it_is()
    {
        CliResult result = KwsProcess.RunInShell(
            "mkdir -m 750 \"$2\" && cd \"$2\" && \"$0\" export vectors \"$1\" --format c --output . && ls && stat -c %a .",
            TestData.Recorded, Target);
        Assert.Equal(new CliResult(0, "case_0.h\nmanifest.json\nweights.h\n750\n", ""), result);
        Assert.Equal(["case_0.h", "manifest.json", "weights.h"], Entries(Target));
    }

    [Fact]
    public void A_failure_leaves_an_empty_directory_empty()
    {
        Directory.CreateDirectory(Target);
        Export("--index", "499", "--count", "2", "--format", "hex").AssertFailed(
            3, $"{TestData.Recorded}: only 500 fingerprints, --index 499 --count 2 asks for more");
        Assert.Empty(Entries(Target));
    }

    [Fact]
    public void A_directory_that_may_not_be_written_is_told_by_its_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "nothing is forbidden to this user");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Target, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Export("--format", "hex").AssertFailed(3, $"{Target}: permission denied");
    }

    [Fact]
    public void A_file_in_place_of_the_directory_is_refused()
    {
        _directory.Write("vectors", "");
        Export("--format", "hex").AssertFailed(3, $"{Target}: this is a file, expected a directory that is new or empty");
    }

    [Fact]
    public void The_directory_above_must_exist() =>
        CliResult.Run("export", "vectors", TestData.Recorded, "--format", "hex", "--output", Path.Combine(Target, "more")).AssertFailed(
            3, $"{Path.Combine(Target, "more")}: there is no directory {Target}");

    [Fact]
    public void An_unknown_format_lists_the_known_ones() =>
        Export("--format", "bin").AssertFailed(2, "--format is 'bin', expected hex, mem, c, json; see kws export vectors --help");

    [Fact]
    public void An_empty_name_is_no_directory() =>
        CliResult.Run("export", "vectors", TestData.Recorded, "--format", "hex", "--output", "").AssertFailed(
            3, "'' is not the name of a directory");

    private static IEnumerable<string> Entries(string directory) =>
        Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Order();

    private CliResult Export(params string[] options) =>
        CliResult.Run(["export", "vectors", TestData.Recorded, "--output", Target, .. options]);
}
