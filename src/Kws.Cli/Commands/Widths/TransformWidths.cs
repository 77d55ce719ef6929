using System.Collections.Immutable;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Cli.Commands;

/// <summary>The number of right fingerprints with fewer bits in the Fourier transform of an integer front end.</summary>
/// <param name="Right">From the bits of the model down to the fewest.</param>
internal sealed record TransformWidths(ImmutableArray<(int Bits, int Right)> Right)
{
    /// <param name="classifier">The model with its bits.</param>
    /// <param name="read">Reads the data set with another front end.</param>
    /// <param name="splits">The sets that count.</param>
    public static TransformWidths Of(KwsClassifier classifier, Func<KwsClassifier, Evaluator> read, Split[] splits)
    {
        KwsModel model = classifier.Model;
        int most = model.FrontEnd.TransformBits;
        return new([.. Enumerable.Range(0, most - FrontEnd.MinTransformBits + 1).Select(less =>
        {
            FrontEnd narrower = model.FrontEnd with { TransformBits = most - less };
            var changed = new KwsModel(model.Network, model.Tensors, model.Labels, narrower, model.Detection);
            Evaluator evaluator = read(new KwsClassifier(changed, new KwsClassifierOptions { Kernel = classifier.KernelName }));
            return (narrower.TransformBits, (int)splits.Sum(split => evaluator[split].Accuracy.Count));
        })]);
    }
}
