using Kws.Audio.Tests.Support;
using Kws.Model;

namespace Kws.Audio.Tests;

/// <summary>The recorded fingerprints, which an independent program computed from clips, come out of the same clips.</summary>
public class RecordedTests
{
    [Fact]
    public void Clips_give_the_recorded_fingerprints()
    {
        string speech = Speech.Require();
        var extractor = new FingerprintExtractor();
        var fingerprint = new sbyte[extractor.FingerprintLength];
        int integers = 0;
        foreach (Fingerprint recorded in FingerprintFile.Read(
            Path.Combine(AppContext.BaseDirectory, "data", "recorded.txt"), DsCnn.Default))
        {
            extractor.Extract(WavFile.Read(Path.Combine(speech, recorded.Source!), extractor.FrontEnd.SampleRate), fingerprint);
            for (int i = 0; i < fingerprint.Length; i++)
            {
                Assert.Equal(recorded.Values.Span[i], fingerprint[i]);
                integers++;
            }
        }

        Assert.Equal(150_000, integers);
    }
}
