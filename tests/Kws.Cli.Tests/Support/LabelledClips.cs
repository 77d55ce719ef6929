using System.Globalization;
using Kws.Audio;
using Kws.Fast;
using Kws.Model;
using Kws.Reference;

namespace Kws.Cli.Tests.Support;

/// <summary>The output that <c>kws label-wav</c> must print for clips, computed with the reference.</summary>
internal static class LabelledClips
{
    public const string Header = "clip,rank,label,score,logit\n";

    /// <summary>The logits of a second of sound, by the reference.</summary>
    public static int[] LogitsOf(short[] samples)
    {
        var extractor = new FingerprintExtractor();
        var fingerprint = new sbyte[extractor.FingerprintLength];
        Array.Resize(ref samples, 16_000);
        extractor.Extract(samples, fingerprint);
        return new ReferenceClassifier(KwsModel.Default).Infer(fingerprint);
    }

    public static string Rows(string clip, int[] logits, int top)
    {
        var scores = new float[logits.Length];
        Scores.FromLogits(logits, scores);
        return string.Concat(Enumerable.Range(0, logits.Length).OrderByDescending(i => logits[i]).Take(top).Select((i, rank) =>
            string.Create(CultureInfo.InvariantCulture, $"{clip},{rank + 1},{KwsModel.Default.Labels[i]},{scores[i]:F4},{logits[i]}\n")));
    }
}
