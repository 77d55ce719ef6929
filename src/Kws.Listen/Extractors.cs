using System.Runtime.CompilerServices;
using Kws.Audio;
using Kws.Fast;
using Kws.Model;

namespace Kws.Listen;

/// <summary>One extractor for all clips and streams of a classifier: its tables are larger than all else that a stream has.</summary>
internal static class Extractors
{
    private static readonly ConditionalWeakTable<KwsClassifier, FingerprintExtractor> Made = new();

    /// <summary>The extractor of the model's front end.</summary>
    /// <exception cref="ArgumentException">The model takes no fingerprints of sound.</exception>
    public static FingerprintExtractor Of(KwsClassifier classifier) => Made.GetValue(classifier, static made =>
    {
        KwsModel model = made.Model;
        return model.Network.Input.Channels == 1
            ? new FingerprintExtractor(model.FrontEnd)
            : throw new ArgumentException(
                $"the model takes inputs of {model.Network.Input}, expected one channel, as fingerprints of sound have",
                nameof(classifier));
    });
}
