using Kws.Bulk;
using Kws.Model;
using Kws.Reference;

namespace Kws.Cli;

/// <summary>The code shared by the commands that print or record layers.</summary>
internal static class Traces
{
    /// <summary>Refuses the name of a layer that the topology does not have.</summary>
    public static void CheckLayer(Network network, string? name)
    {
        string[] known = [InferenceTrace.InputName, .. network.Layers.Select(layer => layer.Name)];
        if (name is not null && !known.Contains(name))
        {
            throw CliException.BadInput($"--layer '{name}' is unknown; the layers are {string.Join(", ", known)}");
        }
    }

    /// <summary>One fingerprint of an input.</summary>
    public static Fingerprint ReadOne(
        IReadOnlyList<BulkInput> inputs, string path, int index, Network network, BadItems bad, CliContext context)
    {
        int count = 0;
        foreach (Fingerprint fingerprint in FingerprintBlocks.ReadOneByOne(inputs, network, bad, context))
        {
            if (count++ == index)
            {
                return fingerprint;
            }
        }

        throw NoFingerprint(path, index, count);
    }

    /// <summary>All fingerprints of an input, of which there must be one at least.</summary>
    public static IEnumerable<Fingerprint> ReadAll(
        IReadOnlyList<BulkInput> inputs, string path, Network network, BadItems bad, CliContext context)
    {
        bool isEmpty = true;
        foreach (Fingerprint fingerprint in FingerprintBlocks.ReadOneByOne(inputs, network, bad, context))
        {
            isEmpty = false;
            yield return fingerprint;
        }

        if (isEmpty)
        {
            throw NoFingerprint(path, 0, 0);
        }
    }

    /// <summary>A name with the line of a text on which a fingerprint begins.</summary>
    public static string WithLine(string name, Fingerprint fingerprint) =>
        fingerprint.Line > 0 ? $"{name} (line {fingerprint.Line})" : name;

    /// <summary>Says that a file does not have the fingerprint asked for.</summary>
    public static CliException NoFingerprint(string path, int index, int count) => CliException.BadInput(
        count == 0 ? $"{path}: there is no fingerprint" : $"{path}: there is no fingerprint {index}, expected 0 to {count - 1}");

    /// <summary>All layers of a fingerprint.</summary>
    public static InferenceTrace Compute(ReferenceClassifier reference, Fingerprint fingerprint, string name)
    {
        try
        {
            return reference.Trace(fingerprint.Values.Span);
        }
        catch (OverflowException e)
        {
            throw CliException.BadInput($"{name}: {e.Message}");
        }
    }
}
