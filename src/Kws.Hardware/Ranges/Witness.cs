using System.Collections.Immutable;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Ranges;

/// <summary>A fingerprint that gives a quantity a value.</summary>
/// <param name="Layer">The layer's index in <see cref="Network.Layers"/>.</param>
/// <param name="Quantity">Which quantity.</param>
/// <param name="IsGreatest">Whether it is the greatest value known; else the least.</param>
/// <param name="Time">Position in time of the output to which it belongs.</param>
/// <param name="Frequency">Position in frequency.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="Tap">After which product of the sum; -1 for <see cref="Quantity.Output"/>.</param>
/// <param name="Value">The value.</param>
/// <param name="Fingerprint">The fingerprint.</param>
public sealed record Witness(
    int Layer, Quantity Quantity, bool IsGreatest, int Time, int Frequency, int Channel, int Tap, long Value,
    ImmutableArray<sbyte> Fingerprint)
{
    /// <summary>The value that the reference gives: from its layers, with the products of one sum added up in its order.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="OverflowException">A layer's value does not fit 32 bits.</exception>
    public long Replay(KwsModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Replay(model, new ReferenceClassifier(model).Trace(Fingerprint.AsSpan()));
    }

    /// <summary>The same from the layers of the reference.</summary>
    internal long Replay(KwsModel model, InferenceTrace trace)
    {
        Layer layer = model.Network.Layers[Layer];
        int output = layer.Output.IndexOf(Time, Frequency, Channel);
        if (Quantity == Quantity.Output)
        {
            return trace.Layers[Layer + 1].Values[output];
        }

        var steps = new Steps(model, (AccumulatingLayer)layer);
        var products = new Step[steps.PerChannel];
        long sum = steps.Start(output);
        foreach (Step step in products.AsSpan(0, steps.Write(output, products)))
        {
            long value = trace.Layers[Layer].Values[step.Input];
            sum += value * step.Weight;
            if (step.Tap == Tap)
            {
                return Quantity switch
                {
                    Quantity.Input => value,
                    Quantity.Weight => step.Weight,
                    Quantity.Product => value * step.Weight,
                    _ => sum,
                };
            }
        }

        throw new InvalidOperationException($"{layer.Name} has no product {Tap} at time {Time}, frequency {Frequency}");
    }
}
