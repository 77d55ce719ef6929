using System.Runtime.CompilerServices;
using Kws.Fast;
using Kws.Model;

namespace Kws.Hardware.Benchmarking;

/// <summary>The calls that are timed of a kernel, through the class that users call.</summary>
internal sealed class KernelRuns
{
    /// <summary>The most fingerprints of a batch on one thread; the smaller batches go through the same ones, call by call.</summary>
    public const int LargestBatch = 1024;

    /// <summary>Fingerprints of the batch for several threads: so many that starting a thread costs little against the work.</summary>
    private const int LargestParallelBatch = 32 * LargestBatch;

    private static readonly TimeSpan ParallelTime = TimeSpan.FromMilliseconds(16);

    private readonly KwsClassifier _classifier;
    private readonly sbyte[] _fingerprints;
    private readonly int[] _logits;
    private readonly int _length;
    private readonly int _labels;
    private int _position;

    /// <param name="model">The model.</param>
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="fingerprints">From <see cref="RandomFingerprints"/>.</param>
    public KernelRuns(KwsModel model, string kernel, sbyte[] fingerprints)
    {
        _classifier = new KwsClassifier(model, new KwsClassifierOptions { Kernel = kernel });
        _fingerprints = fingerprints;
        _length = model.Network.Input.Count;
        _labels = model.Network.LabelCount;
        _logits = new int[LargestParallelBatch * _labels];
    }

    /// <summary>Fingerprints for all measurements.</summary>
    public static sbyte[] RandomFingerprints(Network network)
    {
        var random = new RandomStream(1, 1);
        var fingerprints = new sbyte[LargestParallelBatch * network.Input.Count];
        foreach (ref sbyte value in fingerprints.AsSpan())
        {
            value = (sbyte)(random.Next(network.MaxInput - network.MinInput + 1) + network.MinInput);
        }

        return fingerprints;
    }

    public Measurement OneThread(int batch) => new(batch, repetitions => Infer(batch, repetitions));

    /// <param name="batch">From <see cref="ParallelBatch"/>.</param>
    /// <param name="threads">How many threads.</param>
    public Measurement Parallel(int batch, int threads) => new(batch, repetitions =>
    {
        for (int i = 0; i < repetitions; i++)
        {
            _classifier.InferParallel(_fingerprints.AsMemory(0, batch * _length), _logits.AsMemory(0, batch * _labels), threads);
        }
    });

    /// <summary>A batch for several threads that slow kernels, too, do in reasonable time, and that two threads can share evenly.</summary>
    /// <param name="nanoseconds">The kernel's time of an inference.</param>
    public static int ParallelBatch(double nanoseconds)
    {
        // Threads take blocks of the largest batch.
        const int Pair = 2 * LargestBatch;
        int fitting = (int)Math.Min(ParallelTime.TotalNanoseconds / nanoseconds, LargestParallelBatch);
        return Math.Max(fitting / Pair * Pair, Pair);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Infer(int batch, int repetitions)
    {
        for (int i = 0; i < repetitions; i++)
        {
            _position = _position + batch > LargestBatch ? 0 : _position;
            _classifier.Infer(_fingerprints.AsSpan(_position * _length, batch * _length), _logits.AsSpan(0, batch * _labels));
            _position += batch;
        }
    }
}
