using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Replay.Diagnoses;

/// <summary>A layer with its input and with the output that the reference computes of it.</summary>
/// <param name="model">The model.</param>
/// <param name="reference">Its reference.</param>
/// <param name="layer">The layer.</param>
/// <param name="input">The layer's input.</param>
/// <param name="output">The output of the reference.</param>
internal sealed class LayerRun(KwsModel model, ReferenceClassifier reference, Layer layer, int[] input, int[] output)
{
    public Layer Layer => layer;

    public int[] Input => input;

    public int[] Output => output;

    /// <summary>The layer after this one, or null.</summary>
    public Layer? Next { get; } = model.Network.Layers.SkipWhile(other => other != layer).ElementAtOrDefault(1);

    /// <summary>The sums of an accumulating layer; null for another one.</summary>
    public LayerSums? Sums { get; } = layer is AccumulatingLayer sums
        ? new(sums, input, [.. model[sums.Weights]], sums.Biases is { } biases ? [.. model[biases]] : [])
        : null;

    /// <summary>The values of the layer with another input.</summary>
    public Func<int, long> With(Func<int[]> changedInput)
    {
        if (Sums is { } sums)
        {
            var changed = new Lazy<LayerSums>(() => sums with { Input = changedInput() });
            return index => changed.Value.At(index);
        }

        var values = new Lazy<int[]?>(() => Run(changedInput()));
        return index => values.Value is { } computed ? computed[index] : long.MaxValue;
    }

    /// <summary>Null where a value does not fit 32 bits: nothing that was recorded is that.</summary>
    private int[]? Run(int[] changedInput)
    {
        try
        {
            return reference.Run(layer, changedInput);
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
