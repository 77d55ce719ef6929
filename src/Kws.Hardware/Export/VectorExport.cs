using System.Collections.Immutable;
using Kws.Hardware.Ranges;
using Kws.Model;

namespace Kws.Hardware.Export;

/// <summary>
/// Golden vectors: the weights of a model and every layer's values for some fingerprints, in files that RTL simulators, C compilers and
/// scripts read, with a manifest that says shapes, axis order, widths and checksums.
/// </summary>
public static class VectorExport
{
    /// <summary>The name of the manifest.</summary>
    public const string ManifestName = "manifest.json";

    /// <summary>Writes a directory of golden vectors: whole, or not at all.</summary>
    /// <param name="directory">Where to; it may exist if it is empty, and is then kept, as a link to one is.</param>
    /// <param name="model">The model.</param>
    /// <param name="cases">The inferences, each with all layers of the model; they are enumerated once, while writing.</param>
    /// <param name="format">How tensors are written.</param>
    /// <exception cref="ArgumentException">A case lacks a layer, or one of its values is not possible with this model.</exception>
    /// <exception cref="IOException">The directory is not empty, is a file, or cannot be written; the message does not name it.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static void Write(string directory, KwsModel model, IEnumerable<VectorCase> cases, VectorFormat format)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(cases);
        AtomicDirectory.Write(directory, ManifestName, folder => WriteInto(folder, model, cases, format));
    }

    /// <summary>
    /// The bounds of the layers' values for any weights in range. Only the biases are the model's own, since their range says nothing.
    /// </summary>
    internal static ImmutableArray<LayerRanges> Bounds(KwsModel model) =>
        ProvenRanges.OfAnyWeights(model.Network, biases => ValueRange.Of(model[biases]));

    private static void WriteInto(string folder, KwsModel model, IEnumerable<VectorCase> cases, VectorFormat format)
    {
        ImmutableArray<LayerRanges> bounds = Bounds(model);
        var files = new VectorFiles(folder, format);
        using var manifest = new Manifest(Path.Combine(folder, ManifestName));
        manifest.WriteModel(model, format, bounds, files.Write(VectorGroup.Weights(model)));
        foreach (VectorCase one in cases)
        {
            manifest.WriteCase(one, model, files.Write(VectorGroup.Case(one, bounds, model.Network.InputBits)));
        }

        manifest.WriteEnd();
    }
}
