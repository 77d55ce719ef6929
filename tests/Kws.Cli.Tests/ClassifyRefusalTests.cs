using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

/// <summary>Inputs and outputs that <c>kws classify</c> refuses by their names or first bytes.</summary>
public sealed class ClassifyRefusalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("text", "standard input: this is a WAV file, expected fingerprints as text: kws label-wav labels sound")]
    [InlineData("npy", "standard input: this is a WAV file, expected a NumPy array: kws label-wav labels sound")]
    [InlineData("raw", "standard input: this is a WAV file, expected raw fingerprints: kws label-wav labels sound")]
    public void Sound_on_standard_input_is_named(string format, string message) =>
        CliResult.RunWithInput(new MemoryStream([.. "RIFF\u0024\0\0\0WAVEfmt \u0010\0\0\0"u8]), "classify", "-", "--input-format", format)
            .AssertFailed(3, message);

    [Theory]
    [InlineData("--output", "x.npz", "a name that ends in .csv, .jsonl, .npy or .parquet, or without an ending (CSV)")]
    [InlineData("--output", "x.parq", "a name that ends in .csv, .jsonl, .npy or .parquet, or without an ending (CSV)")]
    [InlineData("--logits", "x.csv", "a name that ends in .npy")]
    public void A_file_would_not_be_what_its_name_says(string option, string name, string expected) =>
        CliResult.Run("classify", TestData.Recorded, option, name)
            .AssertFailed(2, $"{option} is '{name}', expected {expected}; see kws classify --help");

    [Fact]
    public void A_label_that_names_a_column_is_refused_where_there_are_columns()
    {
        string labels = _directory.Write("labels.lst", "index\nlabel\nc\nd\n");
        string input = TestData.Recorded;
        const string Problem = "two columns of the results would be named index: rename that label";
        CliResult.Run("classify", input, "--labels", labels).AssertFailed(3, Problem);
        CliResult.Run("classify", input, "--labels", labels, "--output", _directory.PathOf("out.csv")).AssertFailed(3, Problem);
        Assert.False(File.Exists(_directory.PathOf("out.csv")));
        Assert.Equal(0, CliResult.Run("classify", input, "--labels", labels, "--json").ExitCode);
    }
}
