using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Float;
using Kws.Training.Float.Files;
using Kws.Training.Import.TensorFlow;

namespace Kws.Cli;

/// <summary>Float networks of files: frozen TensorFlow graphs, and safetensors.</summary>
internal static class FloatNetworks
{
    private const string LabelsName = "labels.txt";

    /// <summary>True if a file is a graph by its name.</summary>
    public static bool IsGraph(string file) => Path.GetExtension(file).Equals(".pb", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file of either kind.</summary>
    /// <param name="file">The file.</param>
    /// <param name="labels">The names of its labels; null for those of the file, or of a file beside a graph.</param>
    public static FloatNetwork Load(string file, ImmutableArray<string>? labels)
    {
        byte[] bytes = IsGraph(file) ? [] : Files.Read(file, path => WholeFile.Read(path, stream => ModelFile.ReadAll(stream, path)));
        if (FileSignature.IsSafetensors(bytes))
        {
            return Read(bytes, file, labels);
        }

        string beside = Path.Combine(Path.GetDirectoryName(file) ?? "", LabelsName);
        ImmutableArray<string> names = labels
            ?? (File.Exists(beside)
                ? Files.Read(beside, LabelFile.Read)
                : throw CliException.WrongUsage(
                    $"{file}: a graph has no names of labels, expected --labels or a file {LabelsName} beside it"));
        return Files.Read(file, path => TensorFlowGraph.Import(path, names));
    }

    /// <summary>Reads all bytes of a file of safetensors.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="file">The name of the file in messages.</param>
    /// <param name="labels">Other names of its labels, or null.</param>
    public static FloatNetwork Read(byte[] bytes, string file, ImmutableArray<string>? labels)
    {
        FloatNetwork network = FloatNetworkFile.Read(bytes, file);
        try
        {
            return labels is { } names ? new FloatNetwork(network.FrontEnd, network.Layers, names) : network;
        }
        catch (ArgumentException e)
        {
            throw KwsFormatException.Of(file, e);
        }
    }
}
