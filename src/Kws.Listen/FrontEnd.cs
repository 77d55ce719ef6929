using Kws.Audio;
using Kws.Model;

namespace Kws.Listen;

/// <summary>The front end of a model.</summary>
internal static class FrontEnd
{
    /// <summary>The extractor given, or that of the default model.</summary>
    /// <exception cref="ArgumentException">Its fingerprints are not those of the model.</exception>
    public static FingerprintExtractor For(KwsModel model, FingerprintExtractor? extractor)
    {
        extractor ??= new FingerprintExtractor();
        var shape = new TensorShape(extractor.Options.FrameCount, extractor.Options.CoefficientCount, 1);
        return shape == model.Network.Input
            ? extractor
            : throw new ArgumentException(
                $"the extractor makes fingerprints of {shape}, expected {model.Network.Input} as the model does", nameof(extractor));
    }
}
