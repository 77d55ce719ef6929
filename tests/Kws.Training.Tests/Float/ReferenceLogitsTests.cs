using System.Collections.Concurrent;
using Kws.Training.Float;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests.Float;

/// <summary>The 21 published networks against the logits that an independent program computed from their graphs.</summary>
public sealed class ReferenceLogitsTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void Logits_of_60_clips_are_those_of_the_reference()
    {
        string[][] models = ArmData.Table("models.csv");
        Dictionary<string, short[]> clips = models.SelectMany(row => ArmData.Table($"{row[0]}.csv"))
            .Select(row => row[0]).Distinct().ToDictionary(clip => clip, ArmData.Clip);
        Compare(models, row => ArmData.Table($"{row[0]}.csv").Select(cells => (clips[cells[0]], cells[1..], $"{row[0]} {cells[0]}")));
    }

    [Fact]
    public void Logits_of_digital_silence_are_those_of_the_reference() => Compare(
        ArmData.Table("digital-silence.csv"), row => [(new short[16_000], row[1..], $"{row[0]} silence")]);

    [Fact]
    public void Shapes_and_sizes_are_those_of_the_table()
    {
        foreach (string[] row in ArmData.Table("models.csv"))
        {
            FloatNetwork network = ArmData.Network(row[0]);
            Assert.Equal($"{row[5]} x {row[6]} x 1", $"{network.FrontEnd.Output}");
            Assert.Equal(row[14], $"{network.Layers.Sum(layer => layer.WeightCount)}");
            Assert.Equal(row[15], $"{network.Layers.Where(layer => layer.WeightCount > 0).Sum(layer => layer.Products)}");
        }
    }

    private void Compare(string[][] models, Func<string[], IEnumerable<(short[] Clip, string[] Logits, string Name)>> cases)
    {
        Assert.Equal(21, models.Length);
        var largest = new ConcurrentDictionary<string, double>();
        Parallel.ForEach(models, row =>
        {
            FloatNetwork network = ArmData.Network(row[0]);
            foreach ((short[] clip, string[] cells, string name) in cases(row))
            {
                double[] expected = [.. cells.Select(ArmData.Number)];
                double[] logits = network.Logits(clip);
                double difference = logits.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
                Assert.True(difference <= Tolerance, $"{name}: a logit differs by {difference}");
                Assert.Equal(Array.IndexOf(expected, expected.Max()), Array.IndexOf(logits, logits.Max()));
                largest.AddOrUpdate(row[0], difference, (_, before) => Math.Max(before, difference));
            }
        });
        foreach ((string model, double difference) in largest.OrderBy(pair => pair.Value))
        {
            output.WriteLine($"{difference:g2} {model}");
        }
    }
}
