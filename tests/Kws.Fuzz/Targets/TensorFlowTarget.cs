using System.Collections.Immutable;
using Kws.Training.Float;
using Kws.Training.Import.TensorFlow;

namespace Kws.Fuzz.Targets;

/// <summary>Frozen TensorFlow graphs: a network that was read gives a logit per label; a refusal is one line about the file.</summary>
internal static class TensorFlowTarget
{
    /// <summary>Networks that take longer than the reader are not computed.</summary>
    private const long MostProducts = 1 << 20;

    private static readonly ImmutableArray<string> Labels = ["no", "yes"];

    public static void Run(byte[] input)
    {
        (FloatNetwork? network, Exception? refusal) =
            Target.Attempt(input, () => TensorFlowGraph.Import(input, Target.Source, Labels));
        if (network is null)
        {
            Target.RequireOneLine(refusal, Target.Source);
            return;
        }

        long samples = (long)network.FrontEnd.Output.Time * network.FrontEnd.WindowLength;
        if (samples + network.Layers.Sum(layer => layer.Products) <= MostProducts)
        {
            Target.Require(network.Features([]).All(double.IsFinite), "features that are no numbers");
            Target.Require(network.Logits([]).Length == Labels.Length, "other logits than labels");
        }
    }
}
