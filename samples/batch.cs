#:project ../src/Kws.Fast
using Kws.Fast;
using Kws.Model;

// A batch is one array of fingerprints back to back.
KwsModel model = KwsModel.Default;
var classifier = new KwsClassifier(model);

sbyte[] fingerprints = FingerprintFile.ReadBatch("samples/recorded.txt", model.Network);
var labels = new int[fingerprints.Length / classifier.FingerprintLength];
classifier.Classify(fingerprints, labels);

foreach (IGrouping<int, int> group in labels.GroupBy(label => label).OrderBy(group => group.Key))
{
    Console.WriteLine($"{model.Labels[group.Key],-10}{group.Count(),5}");
}
