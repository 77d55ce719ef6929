using System.Collections.Immutable;
using Kws.Hardware.Replay;
using Kws.Hardware.Replay.Formats;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Layers as TensorFlow prints them, or recorded cases: each case that was read, printed, is read again.</summary>
internal static class ReplayTarget
{
    private static readonly Network Small = DsCnn.Parse("2 2 2 2 1 1 1 1 1 1 1", labelCount: 2, frames: 2, coefficients: 3);
    private static readonly ReplayFiles Files =
        new(new KwsModel(Small, Small.Tensors.Select(spec => new int[spec.Count].ToImmutableArray())));

    public static void Run(byte[] input)
    {
        foreach (ReplayedCase replayed in Target.Read(input, reader => Read(reader), "there is no tensor", "case '") ?? [])
        {
            string printed = string.Join(
                '\n', replayed.Layers.Select(layer => $"{layer.Name}\n[{string.Join(' ', layer.Readings.Single())}]"));
            ReplayedCase[] again = Read(new StringReader(printed));
            Target.Require(
                again is [var only] && Values(only).SequenceEqual(Values(replayed)), "another case was read again");
        }
    }

    private static IEnumerable<object> Values(ReplayedCase replayed) =>
        replayed.Layers.SelectMany(layer => layer.Readings.Single().Cast<object>().Prepend(layer.Name));

    private static ReplayedCase[] Read(TextReader reader) => [.. Files.Read(new RereadingReader(reader), Target.Source)];
}
