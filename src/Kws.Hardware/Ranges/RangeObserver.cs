using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Kws.Hardware.Verification;
using Kws.Model;

namespace Kws.Hardware.Ranges;

/// <summary>
/// Finds least and greatest values of any number of fingerprints, on all processors; memory is that of some blocks. Products, partial sums
/// and histograms are those of a sample spread evenly over all of them.
/// </summary>
public sealed class RangeObserver
{
    /// <summary>Fingerprints of a block: enough that handing it over costs nothing.</summary>
    public const int BlockSize = 256;

    private readonly KwsModel _model;
    private readonly int _length;
    private readonly int _threads;
    private readonly IProgress<long>? _progress;
    private readonly Sample _sample = new();
    private readonly ConcurrentBag<LayerScan> _scans = [];
    private long _count;
    private double _seconds;

    /// <summary>Makes an observer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">The most threads to use, -1 for one per processor.</param>
    /// <param name="progress">Receives the number of fingerprints looked at.</param>
    public RangeObserver(KwsModel model, int threads = -1, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, _length, _threads, _progress) = (model, model.Network.Input.Count, threads, progress);
        IsFast = LayerScan.Handles(model.Network);
    }

    /// <summary>True if vector code looks at all fingerprints; otherwise only the sample is looked at.</summary>
    public bool IsFast { get; }

    /// <summary>Looks at fingerprints.</summary>
    /// <param name="fingerprints">Fingerprints back to back, in blocks of <see cref="BlockSize"/>; the last one may be shorter.</param>
    /// <param name="cancellation">Stops the work between blocks.</param>
    /// <exception cref="OverflowException">A logit does not fit 32 bits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Add(IEnumerable<sbyte[]> fingerprints, CancellationToken cancellation) =>
        Add(fingerprints.Select(block => (block.Length / _length, new Func<sbyte[]>(() => block))), cancellation);

    /// <summary>Looks at random fingerprints, from noise to the extremes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same one gives the same fingerprints.</param>
    /// <param name="cancellation">Stops the work between blocks.</param>
    /// <exception cref="OverflowException">A logit does not fit 32 bits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void AddRandom(long count, int seed, CancellationToken cancellation)
    {
        Add(Blocks(), cancellation);

        IEnumerable<(int, Func<sbyte[]>)> Blocks()
        {
            for (long first = 0; first < count; first += BlockSize)
            {
                (long start, int size) = (first, (int)Math.Min(BlockSize, count - first));
                yield return (size, () => RandomBlock(size, (ulong)seed, (ulong)start));
            }
        }
    }

    /// <summary>The observations; null if there was no fingerprint.</summary>
    /// <param name="proven">The bounds of the model, which histograms cover.</param>
    /// <param name="cancellation">Stops the work between fingerprints.</param>
    /// <exception cref="OverflowException">A value does not fit 32 bits.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ObservedRanges? Result(ImmutableArray<LayerRanges> proven, CancellationToken cancellation)
    {
        if (_count == 0)
        {
            return null;
        }

        var parts = new ConcurrentBag<SampleScan>();
        ForEach(_sample.Fingerprints, ScanSums, cancellation);
        SampleScan all = parts.Aggregate((one, other) =>
        {
            one.Add(other);
            return one;
        });
        return new ObservedRanges(
            _count, IsFast ? _count : _sample.Fingerprints.Count, _sample.Fingerprints.Count, _seconds,
            IsFast ? Widen(all.Result()) : all.Result());

        void ScanSums(sbyte[] fingerprint)
        {
            SampleScan scan = parts.TryTake(out SampleScan? free) ? free : new SampleScan(_model, proven);
            scan.Add(fingerprint);
            parts.Add(scan);
        }
    }

    /// <summary>The sample, from which a search for greater values may start.</summary>
    public IEnumerable<ReadOnlyMemory<sbyte>> Sample => _sample.Fingerprints.Select(values => new ReadOnlyMemory<sbyte>(values));

    private sbyte[] RandomBlock(int size, ulong seed, ulong stream)
    {
        var random = new RandomStream(seed, stream);
        var block = new sbyte[size * _length];
        RandomCases.Fill(block, _model.Network, ref random);
        return block;
    }

    private void Add(IEnumerable<(int Count, Func<sbyte[]> Make)> blocks, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        ForEach(Numbered(), Look, cancellation);
        _seconds += Stopwatch.GetElapsedTime(began).TotalSeconds;

        void Look((long First, Func<sbyte[]> Make) block)
        {
            sbyte[] values = block.Make();
            _sample.Offer(block.First, values, _length);
            if (IsFast)
            {
                Scan(values);
            }
        }

        IEnumerable<(long First, Func<sbyte[]> Make)> Numbered()
        {
            foreach ((int count, Func<sbyte[]> make) in blocks)
            {
                yield return (_count, make);
                _count += count;
                _progress?.Report(_count);
            }
        }
    }

    private void Scan(ReadOnlySpan<sbyte> values)
    {
        LayerScan scan = _scans.TryTake(out LayerScan? free) ? free : new LayerScan(_model);
        for (int start = 0; start < values.Length; start += _length)
        {
            scan.Add(values.Slice(start, _length));
        }

        _scans.Add(scan);
    }

    /// <summary>A failure on a thread is thrown as if there were one thread only.</summary>
    private void ForEach<T>(IEnumerable<T> items, Action<T> body, CancellationToken cancellation)
    {
        try
        {
            Parallel.ForEach(
                Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(_threads), CancellationToken = cancellation },
                body);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }

    /// <summary>The values of layers with those of all fingerprints.</summary>
    private ImmutableArray<ObservedLayer> Widen(ImmutableArray<ObservedLayer> sample)
    {
        LayerScan[] scans = [.. _scans];
        Extremes[] layers = [.. LayerScans.Select(layer =>
        {
            var all = new Extremes(layer(scans[0]).Count);
            Array.ForEach(scans, scan => all.Include(layer(scan)));
            return all;
        })];
        return [.. sample.Select((layer, i) => layer with
        {
            Ranges = layer.Ranges with
            {
                Channels = [.. layer.Ranges.Channels.Select((channel, c) => channel with { Output = Of(i, c) })],
            },
        })];

        // The pool stands between the floor division of the depthwise convolution and the pointwise one.
        ValueRange Of(int layer, int channel) => layer switch
        {
            0 => layers[0][channel],
            1 => layers[0][channel] >> DsCnn.ConvolutionShift,
            2 => layers[1][channel],
            3 => layers[1][channel] >> DsCnn.DepthwiseShift,
            4 => layers[2][channel],
            5 => layers[3][channel],
            6 => layers[3][channel] >> DsCnn.PointwiseShift,
            _ => layers[4][channel],
        };
    }

    private static Func<LayerScan, Extremes>[] LayerScans { get; } =
        [scan => scan.Convolution, scan => scan.Depthwise, scan => scan.Pool, scan => scan.Pointwise, scan => scan.Logits];
}
