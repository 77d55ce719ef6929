using System.Text.RegularExpressions;
using Kws.Cli.Output;
using Kws.Cli.Tests.Support;

namespace Kws.Cli.Tests;

/// <summary>Tables that are wider than the terminal.</summary>
public sealed class TableTextTests
{
    private static readonly TableText Table = new(
        ["layer", "quantity"],
        [[" least", " greatest"], [" apart"], ["proof", " bits"]],
        [["conv_1", "sum", "-4806", "4896", "0.00", "exact", "14"], ["fc1", "value", "-371130", "348673", "82.10", "interval", "20"]]);

    [Fact]
    public void A_table_that_fits_is_one() =>
        Assert.Equal(
            [
                "layer   quantity    least  greatest  apart  proof     bits",
                "conv_1  sum         -4806      4896   0.00  exact       14",
                "fc1     value     -371130    348673  82.10  interval    20",
            ],
            Table.Lines(58));

    [Fact]
    public void One_that_does_not_comes_in_parts_with_the_keys_again() =>
        Assert.Equal(
            [
                "layer   quantity    least  greatest  apart",
                "conv_1  sum         -4806      4896   0.00",
                "fc1     value     -371130    348673  82.10",
                "",
                "layer   quantity  proof     bits",
                "conv_1  sum       exact       14",
                "fc1     value     interval    20",
            ],
            Table.Lines(57));

    [Fact]
    public void Columns_of_a_group_stay_together_however_narrow_it_is() => Assert.Equal(3 * 4 - 1, Table.Lines(1).Count());

    [Theory]
    [InlineData("widths", "pw_conv +15 +14 +13$")]
    [InlineData("ranges", "dw_conv +sum +linear +-41878 +42063$")]
    public void A_terminal_of_80_columns_breaks_no_line(string command, string row)
    {
        // script(1) gives the program a terminal.
        CliResult result = KwsProcess.RunInShell(
            "command -v script > /dev/null || exit 77; export TERM=xterm; "
            + $"script -qec \"stty cols 80; '$0' {command} '$1'\" /dev/null < /dev/null",
            TestData.Recorded);
        Assert.SkipWhen(result.ExitCode == 77, "needs script");
        string[] rows = [.. result.Out.Split('\n').Select(line => line.TrimEnd('\r'))
            .Where(line => line.StartsWith("conv_ds_1/", StringComparison.Ordinal))];
        Assert.Contains(rows, line => Regex.IsMatch(line, row));
        Assert.All(rows, line => Assert.InRange(line.Length, 1, 80));
    }
}
