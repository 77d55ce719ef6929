using System.Buffers;
using Kws.Fast.Layers;
using Kws.Fast.Plans;
using Kws.Fast.Simd;
using Kws.Fast.Stages;
using Kws.Model;

namespace Kws.Fast.Kernels;

/// <summary>
/// A general plan on vectors. A fingerprint of which a value does not fit the 16 bits that the plan gives it is computed again by
/// <see cref="ScalarKernel"/>.
/// </summary>
internal sealed unsafe class PlanKernel : Kernel
{
    /// <summary>The reason to refuse a model.</summary>
    public const string Requirement = "a sum could exceed 32 bits";

    private const int MostStackBytes = 32 * 1024;

    /// <summary>Bytes after a tensor that a step may read, and which meet no weights.</summary>
    private const int Slack = 128;

    private readonly Network _network;
    private readonly FingerprintReader _reader;
    private readonly PlanTensor[] _tensors;
    private readonly LayerStep[] _steps;
    private readonly int _together;
    private readonly int _slots;
    private readonly int _frontBytes;
    private readonly int _tailBytes;
    private readonly int[] _logits;
    private readonly Lazy<ScalarKernel> _scalar;

    private PlanKernel(KwsModel model, Plan plan)
    {
        (_network, Plan) = (model.Network, plan);
        (_tensors, _steps, _together, _slots) = ([.. plan.Tensors], [.. plan.Steps], plan.Together, plan.Slots);
        _reader = new FingerprintReader(_network, _tensors[0]);
        _frontBytes = _tensors.Take(_together).Select(tensor => tensor.Bytes).DefaultIfEmpty().Max() + Slack;
        _tailBytes = (_slots * _tensors.Skip(_together).Max(tensor => tensor.Bytes)) + Slack;
        _scalar = new Lazy<ScalarKernel>(() => new ScalarKernel(model));
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

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<KernelStep> Steps => Plan.Words;

    private int ScratchBytes => (2 * _frontBytes) + (2 * _tailBytes) + AlignedMemory.Alignment;

    /// <summary>True if a plan computes a model.</summary>
    public static bool Handles(KwsModel model) => PlanBounds.Of(model) is not null;

    /// <summary>The plan of a model that <see cref="Handles"/> accepts.</summary>
    /// <exception cref="ArgumentException">It does not accept the model.</exception>
    public static Kernel Of<TSimd, TVector>(KwsModel model)
        where TSimd : ILayerSimd<TVector>
        where TVector : unmanaged =>
        new PlanKernel(
            model, Plan.Of<TSimd, TVector>(model, PlanBounds.Of(model) ?? throw new ArgumentException(Requirement, nameof(model))));

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
        uint* wide = stackalloc uint[1];
        for (int done = 0; done < count; done += _slots)
        {
            int block = Math.Min(_slots, count - done);
            *wide = 0;
            int good = Front(fingerprints.Slice(done * length, block * length), scratch, wide);
            byte* result = Tail(good, scratch, wide);
            for (int i = 0; i < good; i++)
            {
                Span<int> output = logits.Slice((done + i) * labels, labels);
                if ((*wide >> i & 1) == 0)
                {
                    Write(result + (i * (nint)_tensors[^1].Bytes), output);
                }
                else
                {
                    _scalar.Value.Infer(fingerprints.Slice((done + i) * length, length), output);
                }
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
    private int Front(ReadOnlySpan<sbyte> fingerprints, byte* scratch, uint* wide)
    {
        int length = _network.Input.Count;
        int count = fingerprints.Length / length;
        byte* slots = scratch + (2 * _frontBytes);
        for (int i = 0; i < count; i++)
        {
            byte* slot = slots + (i * (nint)_tensors[_together].Bytes);
            byte* input = _together == 0 ? slot : scratch;
            if (!_reader.Read(fingerprints.Slice(i * length, length), input))
            {
                return i;
            }

            for (int step = 0; step < _together; step++)
            {
                byte* output = step == _together - 1 ? slot : scratch + ((step + 1) % 2 * _frontBytes);
                _tensors[step + 1].FillBorder(output);
                if (_steps[step].Run(input, output, _tensors[step + 1].Shape.Time * _tensors[step + 1].Shape.Frequency))
                {
                    *wide |= 1u << i;
                }

                input = output;
            }
        }

        return count;
    }

    /// <summary>The steps that run for several fingerprints.</summary>
    private byte* Tail(int count, byte* scratch, uint* wide)
    {
        byte* slots = scratch + (2 * _frontBytes);
        byte* input = slots;
        for (int step = _together; step < _steps.Length && count > 0; step++)
        {
            byte* output = slots + ((step - _together + 1) % 2 * _tailBytes);
            if (_steps[step].Run(input, output, count))
            {
                *wide = uint.MaxValue;
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
                logits[i] = ((short*)values)[places[i]];
            }
        }
    }
}
