using Kws.Fast;
using Kws.Model;

// A batch of three fingerprints: silence-like, all zero, and noise.
DsCnnModel model = DsCnnModel.Default;
int length = model.Topology.Input.Count;
var fingerprints = new sbyte[3 * length];
for (int frame = 0; frame < 30; frame++)
{
    fingerprints[frame * 10] = -25;
}

var random = new Random(1);
for (int i = 2 * length; i < fingerprints.Length; i++)
{
    fingerprints[i] = (sbyte)random.Next(-32, 32);
}

var classifier = new KwsClassifier(model);
var labels = new int[3];
classifier.Classify(fingerprints, labels);

Console.WriteLine($"kernel: {classifier.KernelName}");
Console.WriteLine($"labels: {string.Join(", ", labels.Select(label => model.Labels[label]))}");
