using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Peers.Native;

/// <summary>The network in C that gcc vectorises, compiled for this processor when the object is made. One thread.</summary>
internal sealed unsafe class NativePeer : IContender
{
    private readonly NativeModel[] _model;
    private readonly Workload _workload;
    private readonly int[] _logits;
    private readonly CompiledC _library;
    private readonly delegate* unmanaged<NativeModel*, sbyte*, int, int*, void> _infer;

    public NativePeer(Workload workload)
    {
        _workload = workload;
        _model = [new NativeModel(workload.Model)];
        _logits = new int[workload.Count * workload.Labels];
        _library = new CompiledC(Source());
        _infer = (delegate* unmanaged<NativeModel*, sbyte*, int, int*, void>)_library.Infer;
    }

    public void InferAll()
    {
        int count = _workload.Count;
        int batch = _workload.Batch;
        fixed (NativeModel* model = _model)
        fixed (sbyte* fingerprints = _workload.Fingerprints)
        fixed (int* logits = _logits)
        {
            for (int first = 0; first < count; first += batch)
            {
                _infer(model, fingerprints + (first * _workload.Length), batch, logits + (first * _workload.Labels));
            }
        }
    }

    public int[] Logits() => [.. _logits];

    public void Dispose() => _library.Dispose();

    private static string Source()
    {
        using var reader = new StreamReader(typeof(NativePeer).Assembly.GetManifestResourceStream("kws.c")!);
        return reader.ReadToEnd();
    }
}
