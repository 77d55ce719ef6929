using System.Globalization;
using Kws.Model;
using Kws.Reference;

namespace Kws.Fast.Tests;

/// <summary>The model for live sound: exactly the logits that an independent program computed. data/README.md says which.</summary>
public class LiveModelTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data", "live-model");

    private static readonly sbyte[] Fingerprints =
        FingerprintFile.ReadBatch(Path.Combine(Folder, "fingerprints.txt"), KwsModel.Live.Network);

    private static readonly int[] Logits =
    [
        .. File.ReadLines(Path.Combine(Folder, "logits.csv")).SelectMany(line => line.Split(','))
            .Select(logit => int.Parse(logit, CultureInfo.InvariantCulture)),
    ];

    [Fact]
    public void The_reference_gives_the_recorded_logits()
    {
        var reference = new ReferenceClassifier(KwsModel.Live);
        Assert.Equal(19 * KwsModel.Live.Labels.Length, Logits.Length);
        Assert.Equal(Logits, Fingerprints.Chunk(KwsModel.Live.Network.Input.Count).SelectMany(fingerprint => reference.Infer(fingerprint)));
    }

    [Theory]
    [MemberData(nameof(Support.Kernels.All), MemberType = typeof(Support.Kernels))]
    public void Every_kernel_gives_the_recorded_logits(string kernel)
    {
        int[] logits = new int[Logits.Length];
        Support.Kernels.Classifier(kernel, KwsModel.Live).Infer(Fingerprints, logits);
        Assert.Equal(Logits, logits);
    }

    [Fact]
    public void It_has_the_labels_of_the_default_model_a_front_end_of_8_bits_and_a_rule_of_detection()
    {
        KwsModel live = KwsModel.Live;
        Assert.Equal(KwsModel.Default.Labels, live.Labels);
        Assert.Equal(new FrontEnd { Bits = 8, FractionBits = 2 }, live.FrontEnd);
        Assert.Equal(["cat", "happy"], live.Detection!.Thresholds.Keys.Order());
    }
}
