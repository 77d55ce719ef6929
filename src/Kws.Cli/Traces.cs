using Kws.Model;
using Kws.Reference;

namespace Kws.Cli;

/// <summary>What the commands share that print or record layers.</summary>
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

    /// <summary>One fingerprint of a file.</summary>
    public static Fingerprint ReadOne(string path, int index, TensorShape shape, CliContext context)
    {
        int count = 0;
        foreach (Fingerprint fingerprint in Files.ReadFingerprints(path, shape, context))
        {
            if (count++ == index)
            {
                return fingerprint;
            }
        }

        throw CliException.BadInput($"{path}: there is no fingerprint {index}, expected 0 to {count - 1}");
    }

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
