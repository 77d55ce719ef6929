#:project ../src/Kws.Fast
using Kws.Fast;
using Kws.Model;

// Ctrl-C stops between blocks of at most 256 fingerprints; what was done until then stays in the array.
KwsModel model = KwsModel.Default;
var classifier = new KwsClassifier(model);
using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

sbyte[] recorded = FingerprintFile.ReadBatch("samples/recorded.txt", model.Network);
sbyte[] fingerprints = [.. Enumerable.Repeat(recorded, 1000).SelectMany(values => values)];
var labels = new int[fingerprints.Length / classifier.FingerprintLength];
Array.Fill(labels, -1);
try
{
    classifier.ClassifyParallel(fingerprints, labels, cancellationToken: stop.Token);
}
catch (OperationCanceledException)
{
    Console.WriteLine("stopped");
}

Console.WriteLine($"{labels.Count(label => label >= 0):N0} of {labels.Length:N0} classified");
