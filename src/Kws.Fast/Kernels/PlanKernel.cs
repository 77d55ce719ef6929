using System.Buffers;
using System.Numerics;
using Kws.Fast.Layers;
using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>
/// A general plan on vectors. A fingerprint of which a value does not fit the 16 bits that a narrow plan gives it is computed again by the
/// wide plan, and one of which a value does not fit 32 bits by <see cref="ScalarKernel"/>.
/// </summary>
internal sealed unsafe class PlanKernel : Kernel
{
    private const int MostStackBytes = 32 * 1024;

    /// <summary>Bytes after a tensor that a step may read, and which meet no weights.</summary>
    private const int Slack = 128;

    private readonly Network _network;
    private readonly Plan _plan;
    private readonly FingerprintReader _reader;
    private readonly PlanTensor[] _tensors;
    private readonly LayerStep[] _steps;
    private readonly int _firstBatched;
    private readonly int _batchSize;
    private readonly int _oneBytes;
    private readonly int _batchBytes;
    private readonly int[] _logits;
    private readonly Lazy<Kernel> _next;

    private PlanKernel(KwsModel model, Plan plan, Func<Kernel> next)
    {
        (_network, _plan) = (model.Network, plan);
        (_tensors, _steps, _firstBatched, _batchSize) = ([.. plan.Tensors], [.. plan.Steps], plan.FirstBatched, plan.BatchSize);
        _reader = new FingerprintReader(_network, _tensors[0]);
        _oneBytes = _tensors.Take(_firstBatched).Select(tensor => tensor.Bytes).DefaultIfEmpty().Max() + Slack;
        _batchBytes = (_batchSize * _tensors.Skip(_firstBatched).Max(tensor => tensor.Bytes)) + Slack;
        _next = new Lazy<Kernel>(next);
        PlanTensor last = _tensors[^1];
        int unit = plan.Unit;
        _logits = [.. Enumerable.Range(0, _network.LabelCount).Select(label =>
        {
            (int position, int channel) = (label / last.Shape.Channels, label % last.Shape.Channels);
            return (position * last.Stride) + (last.Format == ValueFormat.Int
                ? (channel / unit * unit) + Units.IndexOf(channel % unit, unit)
                : channel);
        })];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KernelStep> Steps => _plan.Descriptions;

    private int ScratchBytes => (2 * _oneBytes) + (2 * _batchBytes) + AlignedMemory.Alignment;

    /// <inheritdoc cref="PlanBounds.Refusal"/>
    public static string Refusal(KwsModel model) => PlanBounds.Refusal(model);

    /// <summary>True if a plan computes a model.</summary>
    public static bool Handles(KwsModel model) => PlanBounds.AreSmall(model);

    /// <summary>True if a model's plan is the wide one.</summary>
    public static bool IsWide(KwsModel model) => PlanBounds.OfNarrow(model) is null;

    /// <summary>The plan of a model that <see cref="Handles"/> accepts.</summary>
    /// <exception cref="ArgumentException">It does not accept the model.</exception>
    public static Kernel Of<TSimd, TVector>(KwsModel model)
        where TSimd : ILayerSimd<TVector>
        where TVector : unmanaged
    {
        if (!Handles(model))
        {
            throw new ArgumentException(Refusal(model), nameof(model));
        }

        PlanKernel Wide() => new(
            model, Plan.Of<TSimd, TVector>(model, PlanBounds.OfWide(model), isWide: true), () => new ScalarKernel(model));
        return PlanBounds.OfNarrow(model) is { } bounds
            ? new PlanKernel(model, Plan.Of<TSimd, TVector>(model, bounds, isWide: false), Wide)
            : Wide();
    }

    [SkipLocalsInit]
    public override int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits)
    {
        if (ScratchBytes <= MostStackBytes)
        {
            byte* scratch = stackalloc byte[ScratchBytes];
            return Infer(fingerprints, logits, scratch);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(ScratchBytes);
        try
        {
            fixed (byte* scratch = rented)
            {
                return Infer(fingerprints, logits, scratch);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private int Infer(ReadOnlySpan<sbyte> fingerprints, Span<int> logits, byte* scratch)
    {
        scratch = AlignedMemory.Align(scratch);
        int length = _network.Input.Count;
        int labels = _network.LabelCount;
        int count = logits.Length / labels;
        uint* unfit = stackalloc uint[1];
        for (int done = 0; done < count; done += _batchSize)
        {
            int block = Math.Min(_batchSize, count - done);
            *unfit = 0;
            int good = RunOneByOne(fingerprints.Slice(done * length, block * length), scratch, unfit);
            byte* result = RunBatched(good, scratch, unfit);
            for (int i = 0, run; i < good; i += run)
            {
                run = Math.Min(BitOperations.TrailingZeroCount(~(*unfit >> i)), good - i);
                if (run > 0)
                {
                    _next.Value.Infer(
                        fingerprints.Slice((done + i) * length, run * length), logits.Slice((done + i) * labels, run * labels));
                    continue;
                }

                Write(result + (i * (nint)_tensors[^1].Bytes), logits.Slice((done + i) * labels, labels));
                run = 1;
            }

            if (good < block)
            {
                return done + good;
            }
        }

        return count;
    }

    /// <summary>The steps that run for one fingerprint at a time.</summary>
    /// <returns>The number of fingerprints before one with a value out of range.</returns>
    private int RunOneByOne(ReadOnlySpan<sbyte> fingerprints, byte* scratch, uint* unfit)
    {
        int length = _network.Input.Count;
        int count = fingerprints.Length / length;
        byte* slots = scratch + (2 * _oneBytes);
        for (int i = 0; i < count; i++)
        {
            byte* slot = slots + (i * (nint)_tensors[_firstBatched].Bytes);
            byte* input = _firstBatched == 0 ? slot : scratch;
            if (!_reader.Read(fingerprints.Slice(i * length, length), input))
            {
                return i;
            }

            for (int step = 0; step < _firstBatched; step++)
            {
                byte* output = step == _firstBatched - 1 ? slot : scratch + ((step + 1) % 2 * _oneBytes);
                _tensors[step + 1].FillBorder(output);
                if (_steps[step].Run(input, output, _tensors[step + 1].Shape.Time * _tensors[step + 1].Shape.Frequency))
                {
                    *unfit |= 1u << i;
                    new Span<byte>(slot, _tensors[_firstBatched].Bytes).Clear();
                    break;
                }

                input = output;
            }
        }

        return count;
    }

    /// <summary>The steps that run for several fingerprints.</summary>
    private byte* RunBatched(int count, byte* scratch, uint* unfit)
    {
        byte* slots = scratch + (2 * _oneBytes);
        byte* input = slots;
        for (int step = _firstBatched; step < _steps.Length && count > 0; step++)
        {
            byte* output = slots + ((step - _firstBatched + 1) % 2 * _batchBytes);
            if (_steps[step].Run(input, output, count))
            {
                *unfit = uint.MaxValue;
                break;
            }

            input = output;
        }

        return input;
    }

    private void Write(byte* values, Span<int> logits)
    {
        int[] places = _logits;
        if (_tensors[^1].Format == ValueFormat.Int)
        {
            for (int i = 0; i < logits.Length; i++)
            {
                logits[i] = ((int*)values)[places[i]];
            }
        }
        else
        {
            for (int i = 0; i < logits.Length; i++)
            {
                logits[i] = _tensors[^1].Read(values, places[i]);
            }
        }
    }
}
