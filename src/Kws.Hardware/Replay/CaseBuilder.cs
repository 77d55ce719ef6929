using Kws.Model;

namespace Kws.Hardware.Replay;

/// <summary>Collects the layers of a case.</summary>
/// <param name="names">The layers in their order.</param>
internal sealed class CaseBuilder(LayerNames names)
{
    private readonly Dictionary<string, RecordedLayer> _layers = [];

    /// <summary>The cases of a file that has several layers: a layer that the case already has begins the next one.</summary>
    /// <param name="names">The layers in their order.</param>
    /// <param name="path">The file.</param>
    /// <param name="next">The next layer of the file, or null after the last one.</param>
    /// <param name="problem">The message for a file without a layer.</param>
    public static IEnumerable<ReplayedCase> Cases(LayerNames names, string path, Func<RecordedLayer?> next, string problem)
    {
        var one = new CaseBuilder(names);
        int cases = 0;
        while (next() is { } layer)
        {
            if (!one.TryAdd(layer))
            {
                yield return one.Complete($"{path}, case {cases++}");
                one.TryAdd(layer);
            }
        }

        yield return one._layers.Count > 0 ? one.Complete($"{path}, case {cases}") : throw new KwsFormatException(path, 0, problem);
    }

    /// <summary>Adds a layer; false if the case has it already.</summary>
    public bool TryAdd(RecordedLayer layer) => _layers.TryAdd(layer.Name, layer);

    /// <summary>The case, after which the next one begins.</summary>
    public ReplayedCase Complete(string name)
    {
        var replayed = new ReplayedCase(name, [.. names.All.Where(_layers.ContainsKey).Select(layer => _layers[layer])]);
        _layers.Clear();
        return replayed;
    }
}
