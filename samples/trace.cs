#:project ../src/Kws.Reference
using Kws.Model;
using Kws.Reference;

// Every value between the layers of one inference, and the bits that it needs.
KwsModel model = KwsModel.Default;
Fingerprint fingerprint = FingerprintFile.Read("samples/recorded.txt", model.Network).First();
InferenceTrace trace = new ReferenceClassifier(model).Trace(fingerprint.Values.Span);
foreach (LayerValues layer in trace.Layers)
{
    int min = layer.Values.Min();
    int max = layer.Values.Max();
    int bits = 33 - int.LeadingZeroCount(Math.Max(max, ~min));
    Console.WriteLine($"{layer.Name,-28}{layer.Shape,-12}{min,8} to {max,6}, {bits} bits");
}
