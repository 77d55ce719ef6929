using System.Runtime.InteropServices;
using Kws.Benchmarks.Contenders;

namespace Kws.Benchmarks.Peers.Native;

/// <summary>The network in C that gcc vectorises, compiled for this processor when the object is made. One thread.</summary>
internal sealed unsafe class NativePeer : IContender
{
    private readonly NativeModel[] _model;
    private readonly Workload _workload;
    private readonly int[] _logits;
    private readonly nint _library;
    private readonly delegate* unmanaged<NativeModel*, sbyte*, int, int*, void> _infer;

    public NativePeer(Workload workload)
    {
        _workload = workload;
        _model = [new NativeModel(workload.Model)];
        _logits = new int[workload.Count * workload.Labels];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("kws");
        try
        {
            string file = Path.Combine(folder.FullName, "libkws.so");
            Gcc.Compile(Source(), file);
            _library = NativeLibrary.Load(file);
        }
        finally
        {
            // A loaded library stays in memory without its file.
            folder.Delete(recursive: true);
        }

        _infer = (delegate* unmanaged<NativeModel*, sbyte*, int, int*, void>)NativeLibrary.GetExport(_library, "kws_infer");
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

    public void Dispose() => NativeLibrary.Free(_library);

    private static string Source()
    {
        using var reader = new StreamReader(typeof(NativePeer).Assembly.GetManifestResourceStream("kws.c")!);
        return reader.ReadToEnd();
    }
}
