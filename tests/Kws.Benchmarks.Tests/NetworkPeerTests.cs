using Kws.Benchmarks.Contenders;
using Kws.Benchmarks.Networks;
using Kws.Benchmarks.Peers.Native;
using Kws.Benchmarks.Peers.Onnx;
using Kws.Model;

namespace Kws.Benchmarks.Tests;

/// <summary>The peers of any network compute the reference's integers.</summary>
public class NetworkPeerTests
{
    /// <summary>One network of each kind; the others differ in their widths.</summary>
    public static TheoryData<string> Networks => ["default, 12 labels", "2 64 10 4 2 2 64 3 3 1 1, 35 labels",
        "3 32 4 4 2 2 32 3 3 1 1 16 3 3 1 1", "DNN S", "CNN S", "DS-CNN S"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Generated_c(string name)
    {
        Assert.SkipWhen(Gcc.Version is null, "there is no gcc");
        Workload workload = WorkloadOf(name);
        using var peer = new NetworkPeer(workload);
        ContenderList.Check(peer, workload);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Onnx_runtime_on_integers_where_every_value_has_8_bits(string name)
    {
        Workload workload = WorkloadOf(name);
        Assert.Equal(name.Contains("NN", StringComparison.Ordinal), IntegerNetwork.Handles(workload.Model.Network));
        if (IntegerNetwork.Handles(workload.Model.Network))
        {
            using var peer = new IntegerOnnxRuntimePeer(workload);
            ContenderList.Check(peer, workload);
        }
    }

    private static Workload WorkloadOf(string name)
    {
        KwsModel model = NetworkModels.All.Single(network => network.Name == name).Make();
        Network network = model.Network;
        var random = new Random(4);
        sbyte[] fingerprints =
            [.. Enumerable.Range(0, 8 * network.Input.Count).Select(_ => (sbyte)random.Next(network.MinInput, network.MaxInput + 1))];
        return new Workload(model, fingerprints, 4, 1);
    }
}
