using Kws.Fast;
using Kws.Hardware.Export.Onnx;
using Kws.Model;
using Kws.Reference;

namespace Kws.Hardware.Tests.Export.Onnx;

/// <summary>ONNX Runtime computes the integers of every kind of model, from graphs of both forms and both operator sets.</summary>
public sealed class FamilyTests
{
    private const int Few = 60;
    private const int Many = 10_000;
    private const int Batch = 20;

    public static TheoryData<string, OnnxForm> Names => new(
        [.. OnnxModels.Names.Select(name => (name, OnnxForm.FloatingPoint)),
            .. OnnxModels.IntegerNames.Select(name => (name, OnnxForm.Integers))]);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_has_the_logits_of_the_reference(string name, OnnxForm form) => Compare(name, form, Few);

    [Theory(Explicit = true)]
    [InlineData("DNN", OnnxForm.FloatingPoint)]
    [InlineData("CNN", OnnxForm.FloatingPoint)]
    [InlineData("DS-CNN", OnnxForm.FloatingPoint)]
    [InlineData("integer DS-CNN", OnnxForm.FloatingPoint)]
    [InlineData("cmsis-dnn", OnnxForm.FloatingPoint)]
    [InlineData("cmsis-ds-cnn", OnnxForm.FloatingPoint)]
    [InlineData("cmsis-ds-cnn", OnnxForm.Integers)]
    public void Ten_thousand_inputs_of_a_model_have_the_logits_of_the_kernels(string name, OnnxForm form) => Compare(name, form, Many);

    /// <summary>Compares with the kernels, and the first batch of graphs of both operator sets with the reference.</summary>
    private static void Compare(string name, OnnxForm form, int count)
    {
        KwsModel model = OnnxModels.Get(name);
        Network network = model.Network;
        var random = new Random(1);
        var classifier = new KwsClassifier(model);
        var reference = new ReferenceClassifier(model);
        using var session = new OnnxSession(model, OnnxOperatorSet.Version18, form);
        using var older = new OnnxSession(model, OnnxOperatorSet.Version13, form);
        var different = new HashSet<int>();
        for (int done = 0; done < count; done += Batch)
        {
            sbyte[] fingerprints = [.. Enumerable.Range(0, Batch).SelectMany(_ => OnnxModels.Fingerprint(network, random))];
            var expected = new int[Batch * network.LabelCount];
            classifier.Infer(fingerprints, expected);
            if (done == 0)
            {
                Assert.Equal(fingerprints.Chunk(network.Input.Count).SelectMany(values => reference.Infer(values)), expected);
                Assert.Equal(expected, older.Run(fingerprints).Logits);
            }

            Assert.Equal(expected, session.Run(fingerprints).Logits);
            different.UnionWith(expected);
        }

        // Logits of a network whose values end as zero would show nothing.
        Assert.InRange(different.Count, Few, int.MaxValue);
    }
}
