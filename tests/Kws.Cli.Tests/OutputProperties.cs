using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Kws.Bulk;
using Kws.Cli.Commands;
using Kws.Cli.Output;
using Kws.Model;

namespace Kws.Cli.Tests;

/// <summary>Printed results can be read back.</summary>
public sealed class OutputProperties
{
    [Property]
    public void Csv_holds_every_logit_and_the_first_greatest_label(int[] values, byte labelCount)
    {
        int labels = 1 + (labelCount % 5);
        ImmutableArray<string> names = [.. Enumerable.Range(0, labels).Select(i => $"name{i}")];
        int[][] rows = [.. values.Chunk(labels).Where(row => row.Length == labels)];
        using var writer = new StringWriter();
        var csv = new LogitsText(writer, ResultFormat.Csv(names));
        foreach ((int i, int[][] block) in rows.Chunk(3).Index())
        {
            csv.Write([.. block.SelectMany(row => row)], i * 3);
        }

        string[] lines = writer.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            rows.Select((row, i) => $"{i},{names[Array.IndexOf(row, row.Max())]},{string.Join(',', row)}"), lines.Skip(1));
    }

    [Property]
    public void Every_value_of_a_layer_stands_at_its_position(byte time, byte frequency, byte channels)
    {
        var shape = new TensorShape(1 + (time % 5), 1 + (frequency % 5), 1 + (channels % 5));
        int[] values = [.. Enumerable.Range(0, shape.Count).Select(i => (i * 37) - 50)];
        using var writer = new StringWriter { NewLine = "\n" };
        var screen = new Screen(new CliContext(TextReader.Null, writer, TextWriter.Null, CancellationToken.None));
        TensorText.Write(screen, new LayerValues("layer", shape, [.. values]));

        string[] lines = writer.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal($"layer [time {shape.Time}][frequency {shape.Frequency}][channel {shape.Channels}]", lines[0]);
        string along = shape.Channels > 1 ? "channel" : shape.Frequency > 1 ? "frequency" : "time";
        var seen = new List<int>();
        foreach (string line in lines[1..])
        {
            Dictionary<string, int> at = Regex.Matches(line, "([a-z]+) ([0-9]+)[,:]").ToDictionary(
                match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value));
            string[] words = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int i = 0; i < words.Length; i++)
            {
                at[along] = i;
                int index = shape.IndexOf(at.GetValueOrDefault("time"), at.GetValueOrDefault("frequency"), at.GetValueOrDefault("channel"));
                Assert.Equal(values[index], int.Parse(words[i]));
                seen.Add(index);
            }
        }

        Assert.Equal(Enumerable.Range(0, shape.Count), seen);
    }
}
