using Kws.Cli.Tests.Support;
using Kws.Testing;

namespace Kws.Cli.Tests;

public sealed class ExportCTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Target => _directory.PathOf("c");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_model_with_its_front_end_is_a_folder_of_sources()
    {
        CliResult result = CliResult.Run("export", "c", "--arithmetic", "integers", "--output", Target);
        Assert.Equal((0, $"{Target}: 5472 bytes of working memory, 11060 bytes of a stream\n"), (result.ExitCode, result.Out));
        Assert.Equal(
            ["kws.h", "kws_front_end.c", "kws_labels.c", "kws_network.c", "kws_tables.h", "main.c", "weights.h"],
            Directory.EnumerateFiles(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_an_integer_front_end_it_is_the_network_and_that_is_told()
    {
        CliResult result = CliResult.Run("export", "c", "--model", "gru-s", "--output", Target);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            "kws: the network alone: the model's front end has single precision; --arithmetic integers writes one in integers\n",
            result.Error);
        Assert.Equal(
            ["kws.h", "kws_gates.h", "kws_labels.c", "kws_network.c", "main.c", "weights.h"],
            Directory.EnumerateFiles(Target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_folder_with_files_is_kept_as_it_is()
    {
        string file = _directory.Write("kept.txt", "mine");
        string folder = Path.GetDirectoryName(file)!;
        CliResult result = CliResult.Run("export", "c", "--output", folder);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal($"kws: {folder}: this directory is not empty, expected one that is new or empty\n", result.Error);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(folder));
    }
}
