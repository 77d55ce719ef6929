using Kws.Benchmarks.Peers.Onnx.Float;
using Kws.Training.Float;
using Kws.Training.Tests.Support;

namespace Kws.Benchmarks.Tests;

/// <summary>The float graphs that ONNX Runtime is timed on compute the published networks.</summary>
public class FloatPeerTests
{
    private const double Tolerance = 0.01;
    private const int ClipsPerNetwork = 2;

    private static readonly string[] Families = ["DNN", "CNN", "Basic_LSTM", "LSTM", "GRU", "CRNN", "DS_CNN"];

    public static TheoryData<string> Networks => [.. from family in Families from size in "SML" select $"{family}_{size}"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Logits_of_every_form_are_those_of_the_reference(string name)
    {
        FloatNetwork network = ArmData.Network(name);
        string[][] table = ArmData.Table($"{name}.csv");
        string[][] rows = [.. Enumerable.Range(0, ClipsPerNetwork).Select(i => table[i * table.Length / ClipsPerNetwork])];
        float[] features = [.. rows.SelectMany(row => network.Features(ArmData.Clip(row[0]))).Select(feature => (float)feature)];
        double[] expected = [.. rows.SelectMany(row => row[1..]).Select(ArmData.Number)];
        foreach (FloatPeer peer in FloatPeer.InAllForms(network.Layers, features))
        {
            using (peer)
            {
                peer.InferAll();
                double difference = peer.Logits.Zip(expected, (logit, value) => Math.Abs(logit - value)).Max();
                Assert.True(difference <= Tolerance, $"{peer.Name}: a logit differs by {difference}");
            }
        }
    }
}
