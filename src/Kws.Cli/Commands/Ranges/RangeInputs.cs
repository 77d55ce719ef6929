using Kws.Bulk;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary>Shows the fingerprints of inputs to an observer.</summary>
internal static class RangeInputs
{
    public static void Read(
        IReadOnlyList<BulkInput> inputs, Network network, RangeObserver observer, BadItems bad, CliContext context) =>
        observer.Add(Blocks(inputs, network, bad, context), context.Cancellation);

    /// <summary>Blocks of equal size, whatever the inputs are.</summary>
    private static IEnumerable<sbyte[]> Blocks(IReadOnlyList<BulkInput> inputs, Network network, BadItems bad, CliContext context)
    {
        int size = RangeObserver.BlockSize * network.Input.Count;
        var values = new List<sbyte>();
        foreach (FingerprintBlock block in FingerprintBlocks.Read(inputs, network, context))
        {
            bad.Add(block.Bad);
            values.AddRange(block.Values.AsSpan(0, block.Count * network.Input.Count));
            for (; values.Count >= size; values.RemoveRange(0, size))
            {
                yield return [.. values.GetRange(0, size)];
            }
        }

        if (values.Count > 0)
        {
            yield return [.. values];
        }
    }
}
