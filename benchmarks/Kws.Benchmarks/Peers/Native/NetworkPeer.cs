using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Peers.Native;

/// <summary>Any network in plain C that gcc vectorises, one fingerprint after the other. One thread.</summary>
internal sealed unsafe class NetworkPeer : IContender
{
    private readonly Workload _workload;
    private readonly int[] _logits;
    private readonly CompiledC _library;
    private readonly delegate* unmanaged<sbyte*, int, int*, void> _infer;

    public NetworkPeer(Workload workload)
    {
        _workload = workload;
        _logits = new int[workload.Count * workload.Labels];
        _library = new CompiledC(NetworkSource.Of(workload.Model));
        _infer = (delegate* unmanaged<sbyte*, int, int*, void>)_library.Infer;
    }

    public void InferAll()
    {
        fixed (sbyte* fingerprints = _workload.Fingerprints)
        fixed (int* logits = _logits)
        {
            foreach (int first in _workload.Batches)
            {
                _infer(fingerprints + (first * _workload.Length), _workload.Batch, logits + (first * _workload.Labels));
            }
        }
    }

    public int[] Logits() => [.. _logits];

    public void Dispose() => _library.Dispose();
}
