using System.Diagnostics;
using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>The properties that only a process of its own can show: streams, signals, processor settings.</summary>
public sealed class ProcessTests
{
    private const int InterruptedExitCode = 130;

    [Fact]
    public void Csv_goes_to_a_pipe_and_nothing_else()
    {
        CliResult result = KwsProcess.Run("classify", TestData.Recorded);
        Assert.Equal(new CliResult(0, TestData.Csv(TestData.RecordedLogits), ""), result);
    }

    /// <summary>Files of the names of the models inside are meant only where a model is named.</summary>
    [Fact]
    public void Files_named_as_the_models_inside_change_nothing_without_a_model()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("default", "");
        directory.Write("live", "");
        string[] args = [directory.Root, Path.GetFullPath(TestData.Recorded)];
        Assert.Equal(
            new CliResult(0, TestData.Csv(TestData.RecordedLogits), ""),
            KwsProcess.RunInShell("cd \"$1\" && \"$0\" classify \"$2\"", args));
        Assert.Equal(
            new CliResult(0, "time,label,score\n", ""),
            KwsProcess.RunInShell("cd \"$1\" && head -c 64000 /dev/zero | \"$0\" listen -", args));
        KwsProcess.RunInShell("cd \"$1\" && \"$0\" classify \"$2\" --model live", args).AssertFailed(3, "live:", prefixOnly: true);
    }

    [Fact]
    public void Failures_set_the_exit_code()
    {
        KwsProcess.Run("classify", "missing.txt").AssertFailed(3, "missing.txt: there is no such file");
        Assert.Equal(2, KwsProcess.Run("classify").ExitCode);
    }

    [Fact]
    public void Standard_input_is_read_from_a_pipe()
    {
        CliResult result = KwsProcess.RunInShell("cat \"$1\" \"$1\" | \"$0\" classify -", TestData.Recorded);
        Assert.Equal(TestData.Csv([.. TestData.RecordedLogits, .. TestData.RecordedLogits]), result.Out);
    }

    [Fact]
    public void A_reader_that_has_seen_enough_ends_the_program_silently()
    {
        // The input never ends, so only a closed pipe can end the program.
        CliResult result = KwsProcess.RunInShell(
            "while cat \"$1\"; do :; done 2>/dev/null | \"$0\" classify - | head -n 1; echo ${PIPESTATUS[1]}", TestData.Recorded);
        Assert.Equal(new CliResult(0, "index,label,_silence_,_unknown_,cat,happy\n0\n", ""), result);
    }

    [Fact]
    public void A_file_that_several_programs_write_to_keeps_everything()
    {
        CliResult result = KwsProcess.RunInShell(
            "out=$(mktemp) && (echo first; \"$0\" trace \"$1\" --layer fc1; echo last) > \"$out\" && cat \"$out\" && rm \"$out\"",
            TestData.Recorded);
        Assert.StartsWith("first\n# ", result.Out);
        Assert.EndsWith("\n99 186 -318 -344\nlast\n", result.Out);
    }

    [Fact]
    public void A_file_by_the_name_of_standard_output_keeps_what_others_write_to_it()
    {
        CliResult result = KwsProcess.RunInShell(
            "out=$(mktemp) && (echo first; \"$0\" classify \"$1\" --output /dev/stdout; echo last) > \"$out\" && cat \"$out\" "
            + "&& rm \"$out\"",
            TestData.Recorded);
        Assert.StartsWith("first\nindex,label,", result.Out);
        Assert.EndsWith(",897\nlast\n", result.Out);
    }

    [Fact]
    public void Output_may_be_standard_output_by_name()
    {
        CliResult result = KwsProcess.RunInShell("\"$0\" model convert \"$1\" /dev/stdout", HardwareTeam.Weights);
        Assert.Equal(new CliResult(0, File.ReadAllText(HardwareTeam.Weights), ""), result);
    }

    [Fact]
    public void A_full_disk_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        CliResult result = KwsProcess.RunInShell("\"$0\" classify \"$1\" > /dev/full", TestData.Recorded);
        Assert.Equal(3, result.ExitCode);
        Assert.Matches(@"^kws: standard output: No space left on device[^\n]*\n$", result.Error);
    }

    [Fact]
    public void A_directory_as_standard_input_is_told()
    {
        CliResult result = KwsProcess.RunInShell("\"$0\" classify - < /");
        Assert.Equal(3, result.ExitCode);
        Assert.Matches(@"^kws: standard input: [^\n]*\n$", result.Error);
    }

    [Fact]
    public void Interrupting_a_program_that_waits_for_input_cleans_up()
    {
        KwsProcess.RequireInterrupts();
        using var directory = new TemporaryDirectory();
        string output = directory.PathOf("labels.csv");
        using Process process = KwsProcess.Start(KwsProcess.Path, "classify", "-", "--output", output);

        // The temporary file shows that the program has come to its input.
        Assert.True(SpinWait.SpinUntil(() => directory.Names.Any(), KwsProcess.Timeout));
        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.Equal(new CliResult(InterruptedExitCode, "", "kws: cancelled\n"), KwsProcess.Wait(process));
        Assert.Empty(directory.Names);
    }

    [Fact]
    public void A_kernel_that_the_processor_lacks_is_refused()
    {
        var environment = new Dictionary<string, string> { ["DOTNET_EnableHWIntrinsic"] = "0" };

        Assert.Matches("(?m)^Vector128 .* no  +no *$", KwsProcess.Run(environment, "kernels").Out);
        CliResult result = KwsProcess.Run(environment, "classify", TestData.Recorded, "--kernel", "Vector128");
        Assert.Matches(
            "^kws: kernel Vector128 needs [^;\n]*, which this processor does not offer; supported here: Scalar\n$", result.Error);
        Assert.Equal(3, result.ExitCode);
        Assert.Matches("(?m)^Vector128 +- +-  not run: .*$", KwsProcess.Run(environment, "verify", "--random", "16").Out);
    }

    [Fact]
    public void A_wrong_kernel_in_the_environment_is_refused()
    {
        var environment = new Dictionary<string, string> { ["KWS_KERNEL"] = "Turbo" };
        Assert.StartsWith("kws: KWS_KERNEL 'Turbo' is unknown; ", KwsProcess.Run(environment, "classify", TestData.Recorded).Error);
    }

    [Fact]
    public void No_color_is_respected_on_a_terminal()
    {
        // script(1) gives the program a terminal.
        const string Command = "command -v script > /dev/null || exit 77; script -qec \"'$0' kernels\" /dev/null < /dev/null";
        const string Colors = "\u001b\\[[0-9;]*3[0-9]";
        CliResult colored = KwsProcess.RunInShell($"unset NO_COLOR; export TERM=xterm-256color; {Command}");
        Assert.SkipWhen(colored.ExitCode == 77, "needs script");
        Assert.Matches(Colors, colored.Out);
        CliResult plain = KwsProcess.RunInShell($"export TERM=xterm-256color NO_COLOR=1; {Command}");
        Assert.DoesNotMatch(Colors, plain.Out);
        Assert.Contains("Scalar", plain.Out);
    }
}
