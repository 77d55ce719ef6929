using Kws.Cli.Tests.Support;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class RecordTests
{
    [Fact]
    public void All_layers_of_all_fingerprints_are_those_of_the_reference()
    {
        using var directory = new TemporaryDirectory();
        string output = directory.PathOf("cases.txt");
        Assert.Equal(new CliResult(0, "", ""), CliResult.Run("record", TestData.Recorded, "--output", output));

        Fingerprint[] fingerprints = [.. FingerprintFile.Read(TestData.Recorded, DsCnn.Default)];
        var reference = new ReferenceClassifier(KwsModel.Default);
        int next = 0;
        foreach (RecordedCase recorded in RecordedCaseFile.Read(output))
        {
            Fingerprint fingerprint = fingerprints[next];
            Assert.Equal($"fingerprint {next++} (line {fingerprint.Line})", recorded.Name);
            Assert.Equal(reference.Trace(fingerprint.Values.Span), recorded.Trace);
        }

        Assert.Equal(500, next);
    }

    [Fact]
    public void One_layer_of_one_fingerprint_comes_with_the_fingerprint()
    {
        using var directory = new TemporaryDirectory();
        string output = directory.PathOf("cases.txt");
        Assert.Equal(0, CliResult.Run("record", TestData.Recorded, "--output", output, "--index", "1", "--layer", "fc1").ExitCode);
        RecordedCase recorded = Assert.Single(RecordedCaseFile.Read(output));
        Assert.Equal("fingerprint 1 (line 5)", recorded.Name);
        Assert.Equal([InferenceTrace.InputName, "fc1"], recorded.Trace.Layers.Select(layer => layer.Name));
        Assert.Equal([375, 50, -287, -327], recorded.Trace.Logits);
    }

    [Fact]
    public void Standard_input_is_read()
    {
        using var directory = new TemporaryDirectory();
        string output = directory.PathOf("cases.txt");
        using TextReader input = File.OpenText(TestData.GoldenFingerprint);
        Assert.Equal(0, CliResult.RunWithInput(input, "record", "-", "--output", output).ExitCode);
        Assert.Single(RecordedCaseFile.Read(output));
    }

    [Fact]
    public void Nothing_is_written_after_a_failure()
    {
        using var directory = new TemporaryDirectory();
        string line = string.Join(' ', Enumerable.Repeat(1, 300));
        string input = directory.Write("input.txt", $"{line}\n{line} 1\n");
        string output = directory.PathOf("cases.txt");
        CliResult.Run("record", input, "--output", output).AssertFailed(3, $"{input}:2: 301 values, expected 300 (30 x 10)");
        CliResult.Run("record", input, "--output", output, "--layer", "pool").AssertFailed(
            3,
            "--layer 'pool' is unknown; the layers are fingerprint_input, conv_1, conv_1/floor8, conv_ds_1/dw_conv, "
            + "conv_ds_1/dw_conv/floor16, max_pool, conv_ds_1/pw_conv, conv_ds_1/pw_conv/floor256, fc1");
        CliResult.Run("record", TestData.Recorded, "--output", output, "--index", "500").AssertFailed(
            3, $"{TestData.Recorded}: there is no fingerprint 500, expected 0 to 499");
        CliResult.Run("record", input).AssertFailed(2, "Option '--output' is required; see kws record --help");
        Assert.Equal(["input.txt"], directory.Names);
    }
}
