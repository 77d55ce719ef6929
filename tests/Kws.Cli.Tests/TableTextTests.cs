using Kws.Cli.Output;

namespace Kws.Cli.Tests;

/// <summary>Tables that are wider than the terminal.</summary>
public sealed class TableTextTests
{
    private static readonly TableText Table = new(
        ["layer", "quantity"],
        [new("bounds", " least", " greatest"), " apart", new("", "proof", " bits")],
        [["conv_1", "sum", "-4806", "4896", "0.00", "exact", "14"], ["fc1", "value", "-371130", "348673", "82.10", "interval", "20"]]);

    [Fact]
    public void A_table_that_fits_is_one() =>
        Assert.Equal(
            [
                "                  bounds",
                "layer   quantity    least  greatest  apart  proof     bits",
                "conv_1  sum         -4806      4896   0.00  exact       14",
                "fc1     value     -371130    348673  82.10  interval    20",
            ],
            Lines(Table, 58));

    [Fact]
    public void One_that_does_not_comes_in_parts_with_the_keys_again() =>
        Assert.Equal(
            [
                "                  bounds",
                "layer   quantity    least  greatest  apart",
                "conv_1  sum         -4806      4896   0.00",
                "fc1     value     -371130    348673  82.10",
                "",
                "layer   quantity  proof     bits",
                "conv_1  sum       exact       14",
                "fc1     value     interval    20",
            ],
            Lines(Table, 57));

    [Fact]
    public void A_group_that_does_not_fit_comes_as_single_columns_under_its_title() =>
        Assert.Equal(
            [
                "                  bounds",
                "layer   quantity    least",
                "conv_1  sum         -4806",
                "fc1     value     -371130",
                "",
                "                  bounds",
                "layer   quantity  greatest",
                "conv_1  sum           4896",
                "fc1     value       348673",
            ],
            Lines(Table, 27).Take(9));

    [Fact]
    public void Without_room_for_a_column_it_is_a_list() =>
        Assert.Equal(
            [
                "layer            conv_1",
                "quantity         sum",
                "bounds least     -4806",
                "bounds greatest  4896",
                "apart            0.00",
                "proof            exact",
                "bits             14",
                "",
                "layer            fc1",
            ],
            Lines(Table, 24).Take(9));

    [Fact]
    public void A_value_that_does_not_fit_beside_its_heading_is_below_and_broken_between_words() =>
        Assert.Equal(
            ["kernel", "  Avx512", "result", "  not run:", "  needs", "  AVX-512 F"],
            Lines(new TableText(["kernel"], ["result"], [["Avx512", "not run: needs AVX-512 F"]]), 12));

    [Fact]
    public void Wide_characters_take_two_columns() =>
        Assert.Equal(["label  n", "猫     1", "cat    2"], Lines(new TableText(["label"], [" n"], [["猫", "1"], ["cat", "2"]]), 80));

    private static IEnumerable<string> Lines(TableText table, int width) =>
        table.Lines(width).Select(line => string.Concat(line.Select(cell => cell.Text)).TrimEnd());
}
