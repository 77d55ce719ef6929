using System.Globalization;
using Kws.Audio;
using Kws.Fast.Tests.Support;
using Kws.Model;
using Kws.Training.Import;
using Kws.Training.Tests.Support;

namespace Kws.Training.Tests.Import;

/// <summary>
/// The features of clips against those of the C++ code of the deployments, compiled and run by the authors of the test data.
/// </summary>
public class CmsisFrontEndTests
{
    private const int Inputs = 40;

    [Theory]
    [InlineData("cmsis-dnn", 250)]
    [InlineData("cmsis-ds-cnn", 49, 10, 1)]
    public void Fingerprints_of_clips_are_those_of_the_deployment(string name, params int[] shape)
    {
        string folder = Path.Combine(ArmFolder.Require(), name);
        KwsModel model = CmsisDeployment.Read(folder);
        var extractor = new FingerprintExtractor(model.FrontEnd);
        sbyte[] inputs = Int8Array.Read(Path.Combine(folder, "input.npy"), [Inputs, .. shape]);
        var fingerprint = new sbyte[extractor.FingerprintLength];
        string[][] clips = [.. ArmData.Table($"{name}/inputs.csv").Where(row => row[1] == "clip")];
        Assert.Equal(20, clips.Length);
        foreach (string[] row in clips)
        {
            extractor.Extract(ArmData.Clip(row[2]), fingerprint);
            int first = int.Parse(row[0], CultureInfo.InvariantCulture) * fingerprint.Length;
            Assert.Equal(inputs[first..(first + fingerprint.Length)], fingerprint);
        }
    }
}
