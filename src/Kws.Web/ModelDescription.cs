using System.Text.Json.Serialization;
using Kws.Fast;
using Kws.Listen;
using Kws.Model;

namespace Kws.Web;

/// <summary>The facts of a model that the page shows.</summary>
/// <param name="Labels">The names of the labels.</param>
/// <param name="Thresholds">For every label the minimum score of a detection; null for those that are no keywords.</param>
/// <param name="SampleRate">The sample rate of the front end, in Hz.</param>
/// <param name="HopLength">Samples from one hop to the next.</param>
/// <param name="ClipLength">Samples of one fingerprint.</param>
/// <param name="Coefficients">Values of one frame.</param>
/// <param name="Bits">Bits of a value of a fingerprint.</param>
/// <param name="Kernel">The name of the kernel.</param>
internal sealed record ModelDescription(
    IReadOnlyList<string> Labels,
    IReadOnlyList<double?> Thresholds,
    int SampleRate,
    int HopLength,
    int ClipLength,
    int Coefficients,
    int Bits,
    string Kernel)
{
    public static ModelDescription Of(KwsClassifier classifier)
    {
        KwsModel model = classifier.Model;
        FrontEnd front = model.FrontEnd;
        double[] thresholds = new KeywordStreamOptions().Parameters(model).Thresholds;
        return new ModelDescription(
            model.Labels,
            [.. thresholds.Select(threshold => double.IsFinite(threshold) ? threshold : (double?)null)],
            front.SampleRate,
            front.HopLength,
            front.ClipLength,
            front.CoefficientCount,
            front.Bits,
            classifier.KernelName);
    }
}

/// <summary>Writes a <see cref="ModelDescription"/> without reflection, which trimming would break.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelDescription))]
internal sealed partial class ModelDescriptionJson : JsonSerializerContext;
