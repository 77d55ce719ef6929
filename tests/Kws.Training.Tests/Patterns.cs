using Kws.Model;

namespace Kws.Training.Tests;

/// <summary>Examples to learn: a random pattern for each label, in noise.</summary>
/// <param name="network">The network whose input they are.</param>
/// <param name="seed">The seed of the noise.</param>
internal sealed class Patterns(Network network, int seed = 0)
{
    private readonly Random _noise = new(seed);
    private readonly sbyte[][] _patterns = Make(network, new Random(1234));

    public (sbyte[] Fingerprints, int[] Labels) Batch(int count)
    {
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => _noise.Next(_patterns.Length))];
        return ([.. labels.SelectMany(label => _patterns[label].Select(Noisy))], labels);
    }

    private sbyte Noisy(sbyte value) =>
        (sbyte)Math.Clamp(value + _noise.Next(network.MinInput / 4, network.MaxInput / 4), network.MinInput, network.MaxInput);

    private static sbyte[][] Make(Network network, Random random) =>
        [.. Enumerable.Range(0, network.LabelCount).Select(_ =>
            Enumerable.Range(0, network.Input.Count).Select(_ => (sbyte)random.Next(network.MinInput / 2, network.MaxInput / 2))
                .ToArray())];
}
