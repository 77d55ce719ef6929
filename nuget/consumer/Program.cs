using Kws.Audio;
using Kws.Fast;
using Kws.Model;

// A batch of three fingerprints: silence-like, all zero, and noise.
KwsModel model = KwsModel.Default;
int length = model.Network.Input.Count;
var fingerprints = new sbyte[3 * length];
for (int frame = 0; frame < 30; frame++)
{
    fingerprints[frame * 10] = -25;
}

new Random(1).GetItems<sbyte>([-32, -10, 0, 10, 31], length).CopyTo(fingerprints, 2 * length);

var classifier = new KwsClassifier(model);
var labels = new int[3];
classifier.Classify(fingerprints, labels);

Console.WriteLine($"kernel: {classifier.KernelName}");
Console.WriteLine($"labels: {string.Join(", ", labels.Select(label => model.Labels[label]))}");

// A second of sound.
var extractor = new FingerprintExtractor();
var fingerprint = new sbyte[extractor.FingerprintLength];
extractor.Extract(new short[extractor.Options.SampleRate], fingerprint);
Console.WriteLine($"sound: {model.Labels[classifier.Classify(fingerprint)]}");
