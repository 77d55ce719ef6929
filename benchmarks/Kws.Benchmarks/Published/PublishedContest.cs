using System.Collections.Immutable;
using Kws.Audio;
using Kws.Benchmarks.Contenders;
using Kws.Benchmarks.Peers.Onnx.Float;
using Kws.Fast;

namespace Kws.Benchmarks.Published;

/// <summary>
/// The integers of a network on the fastest kernel against ONNX Runtime on its float32 values, in every form. Kernels are compared with
/// the reference, forms with the network in double before they are timed.
/// </summary>
internal sealed class PublishedContest : IDisposable
{
    private const int Turns = 10;

    /// <summary>The largest difference of a logit of ONNX Runtime from the network in double.</summary>
    private const double Tolerance = 0.01;

    private readonly int _count;
    private readonly string _kernel;
    private readonly IContender _ours;
    private readonly ImmutableArray<FloatPeer> _peers;

    /// <summary>The times of each round in nanoseconds per clip: the kernel, then the forms.</summary>
    private readonly List<double[]> _rounds = [];

    /// <summary>Prepares and compares all contenders.</summary>
    /// <param name="network">The network.</param>
    /// <param name="clips">The samples of the clips that are classified.</param>
    public PublishedContest(PublishedNetwork network, IReadOnlyList<short[]> clips)
    {
        _count = clips.Count;
        var extractor = new FingerprintExtractor(network.Model.FrontEnd);
        var fingerprints = new sbyte[clips.Count * extractor.FingerprintLength];
        for (int i = 0; i < clips.Count; i++)
        {
            extractor.Extract(clips[i], fingerprints.AsSpan(i * extractor.FingerprintLength, extractor.FingerprintLength));
        }

        _kernel = new KwsClassifier(network.Model).KernelName;
        _ours = ContenderList.Create(_kernel, new Workload(network.Model, fingerprints, Batch: 1, Threads: 1));
        _peers = FloatPeer.InAllForms(
            network.Network.Layers, [.. clips.SelectMany(clip => network.Network.Features(clip)).Select(feature => (float)feature)]);
        double[] expected = [.. clips.SelectMany(clip => network.Network.Logits(clip))];
        foreach (FloatPeer peer in _peers)
        {
            peer.InferAll();
            double difference = peer.Logits.Zip(expected, (logit, value) => Math.Abs(logit - value)).Max();
            if (!(difference <= Tolerance))
            {
                throw new InvalidOperationException(
                    $"{network.Name}: a logit of ONNX Runtime ({peer.Name}) differs by {difference}, expected at most {Tolerance}");
            }
        }
    }

    /// <summary>Times everyone once more: the best of some turns.</summary>
    public void Run()
    {
        Action[] contenders = [_ours.InferAll, .. _peers.Select(peer => (Action)peer.InferAll)];
        double[] best = [.. contenders.Select(_ => double.PositiveInfinity)];
        for (int turn = 0; turn < Turns; turn++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                best[i] = Math.Min(best[i], 1000 * Turn.Microseconds(contenders[i]) / _count);
            }
        }

        _rounds.Add(best);
    }

    /// <summary>The medians of the rounds so far.</summary>
    public PublishedTime Result()
    {
        int fastest = Enumerable.Range(1, _peers.Length).MinBy(i => Median(round => round[i]));
        return new(
            _kernel, Median(round => round[0]), Median(round => round[fastest]), _peers[fastest - 1].Name,
            Median(round => round[fastest] / round[0]));
    }

    public void Dispose()
    {
        _ours.Dispose();
        foreach (FloatPeer peer in _peers)
        {
            peer.Dispose();
        }
    }

    private double Median(Func<double[], double> value) => _rounds.Select(value).Order().ElementAt(_rounds.Count / 2);
}
