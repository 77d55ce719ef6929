#:project ../src/Kws.Fast
#:project ../src/Kws.Reference
using Kws.Fast;
using Kws.Model;
using Kws.Reference;

// weight.h as a training writes it, names of its labels, and a check on data of your own: every kernel of this processor against the
// reference.
KwsModel model = KwsModel.LoadWeights(
    "samples/models/hardware-team/weight.h", labels: LabelFile.Read("samples/models/hardware-team/labels.txt"));
var reference = new ReferenceClassifier(model);
Fingerprint[] fingerprints = [.. FingerprintFile.Read("samples/recorded.txt", model.Network)];
int[][] expected = [.. fingerprints.Select(fingerprint => reference.Infer(fingerprint.Values.Span))];

int failures = 0;
foreach (KernelInfo kernel in KwsClassifier.Kernels.Where(kernel => kernel.IsSupported))
{
    var classifier = new KwsClassifier(model, new KwsClassifierOptions { Kernel = kernel.Name });
    var logits = new int[model.Labels.Length];
    int differing = 0;
    for (int i = 0; i < fingerprints.Length; i++)
    {
        classifier.Infer(fingerprints[i].Values.Span, logits);
        differing += logits.AsSpan().SequenceEqual(expected[i]) ? 0 : 1;
    }

    Console.WriteLine($"{kernel.Name}: {differing} of {fingerprints.Length} differ");
    failures += differing;
}

return failures == 0 ? 0 : 1;
