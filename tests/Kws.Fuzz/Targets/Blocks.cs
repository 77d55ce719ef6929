using Kws.Bulk;
using Kws.Model;

namespace Kws.Fuzz.Targets;

/// <summary>Reads a source to its end, as <see cref="BulkClassification"/> does.</summary>
internal static class Blocks
{
    /// <summary>The fingerprints, and the first problem.</summary>
    public static (List<sbyte> Values, string? Problem) Read(FingerprintSource source)
    {
        var values = new List<sbyte>();
        var block = new FingerprintBlock(source.Shape, labelCount: 1);
        SourcePosition position = source.Begin;
        try
        {
            while (true)
            {
                block.Begin(source, 0, position);
                if (!source.ClaimAsync(block, CancellationToken.None).AsTask().GetAwaiter().GetResult())
                {
                    return (values, null);
                }

                source.Load(block);
                for (int i = 0; i < block.Count; i++)
                {
                    if (source.Examine(block, i) is { } bad)
                    {
                        return (values, bad.Problem);
                    }

                    Target.Require(
                        !block.Fingerprint(i).ContainsAnyExceptInRange((sbyte)SixBit.Min, (sbyte)SixBit.Max), "a value out of range");
                    values.AddRange(block.Fingerprint(i));
                }

                if (block.Bad is [var first, ..])
                {
                    return (values, $"{first.Source}:{first.Line}: {first.Problem}");
                }

                Target.Require(block.End.Offset > position.Offset || block.End.InBrackets > position.InBrackets, "a block of nothing");
                position = block.End;
            }
        }
        catch (KwsFormatException e)
        {
            return (values, e.Message);
        }
    }
}
