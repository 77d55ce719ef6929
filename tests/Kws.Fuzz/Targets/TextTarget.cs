using Kws.Bulk.Sources;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>
/// Text by vectors and in chunks: the fingerprints and the first problem are those of the parser that defines the format.
/// </summary>
internal static class TextTarget
{
    // Lines of an input are in different chunks.
    private const int ChunkSize = 64;

    private static readonly TensorShape Shape = new(2, 3, 1);
    private static readonly Network Network = new(Shape, [new FullyConnectedLayer("fc", Shape, 1, "weights")]);

    public static void Run(byte[] input)
    {
        (List<sbyte> values, string? problem) =
            Blocks.Read(new TextSource(new MemoryStream(input), Target.Source, Shape, ownsStream: true, ChunkSize));
        var expected = new List<sbyte>();
        string? refusal = null;
        try
        {
            foreach (Fingerprint fingerprint in FingerprintFile.Read(new StreamReader(new MemoryStream(input)), Target.Source, Network))
            {
                expected.AddRange(fingerprint.Values.Span);
            }
        }
        catch (KwsFormatException e)
        {
            refusal = e.Message;
        }

        // Behind a bad line a block has the good ones that follow.
        Target.Require(values.Take(refusal is null ? values.Count : expected.Count).SequenceEqual(expected), "other fingerprints");
        Target.Require(problem == refusal, "another problem");
    }
}
