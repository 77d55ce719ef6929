using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Fingerprints: what was read, written one per line, is read again.</summary>
internal static class FingerprintTarget
{
    private static readonly TensorShape Shape = new(2, 3, 1);
    private static readonly Network Network = new(Shape, [new FullyConnectedLayer("fc", Shape, 1, "weights")]);

    public static void Run(byte[] input)
    {
        if (Target.Read(input, reader => Read(reader), "this is ") is { } fingerprints)
        {
            var again = Read(new StringReader(string.Join('\n', fingerprints.Select(Write))));
            Target.Require(fingerprints.Select(Write).SequenceEqual(again.Select(Write)), "other fingerprints were read again");
            Target.Require(fingerprints.All(fingerprint => fingerprint.Values.Length == Shape.Count), "a fingerprint of another length");
        }
    }

    private static Fingerprint[] Read(TextReader reader) => [.. FingerprintFile.Read(reader, Target.Source, Network)];

    private static string Write(Fingerprint fingerprint)
    {
        string values = string.Join(' ', fingerprint.Values.ToArray());
        return fingerprint is { Label: null, Source: null } ? values : $"{fingerprint.Label}\t{fingerprint.Source}\t{values}";
    }
}
