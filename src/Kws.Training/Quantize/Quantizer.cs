using System.Collections.Immutable;
using Kws.Audio;
using Kws.Model;
using Kws.Reference;
using Kws.Training.Float;
using Kws.Training.Float.Layers;

namespace Kws.Training.Quantize;

/// <summary>
/// Makes models of integers of float networks: weights, values and inputs of 8 bits with a scale per layer that is a power of two, biases
/// of 32 bits. docs/use/import.md says how the scales are chosen.
/// </summary>
/// <param name="network">The network.</param>
/// <exception cref="ArgumentException">The network has a layer or a front end that cannot be quantised; the message names it.</exception>
public sealed class Quantizer(FloatNetwork network)
{
    /// <summary>The most clips of which layers of integers are compared with the float ones: the reference takes its time.</summary>
    private const int MostCompared = 20;

    private readonly IntegerNetwork _integers = new(network ?? throw new ArgumentNullException(nameof(network)));

    /// <summary>The front end of the integers, whose rate the clips must have.</summary>
    public FrontEnd FrontEnd => _integers.FrontEnd;

    /// <summary>Chooses the scales that lose least on a calibration set.</summary>
    /// <param name="clips">The clips, one at least, of 16-bit samples. A hundred of all labels are enough.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    /// <param name="progress">Receives the part that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">There is no clip.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public QuantizedModel Quantize(
        ImmutableArray<short[]> clips, int threads = -1, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        if (clips.IsDefaultOrEmpty)
        {
            throw new ArgumentException("no clips, expected one at least", nameof(clips));
        }

        var calibration = new CalibrationSet(network, _integers.Stages, FrontEnd, clips, threads, cancellation);
        var search = new ScaleSearch(_integers, calibration);
        (int tried, int trials) = (0, search.Trials);
        Scales scales = search.Run(() => progress?.Report((double)++tried / trials));
        KwsModel model = _integers.Model(scales);
        int step = Math.Max(1, clips.Length / MostCompared);
        short[][] compared = [.. clips.Where((_, index) => index % step == 0).Take(MostCompared)];
        return new(model, Compare(model, scales, compared, cancellation));
    }

    /// <summary>Compares the layers of the integers with those of the float network.</summary>
    private ImmutableArray<QuantizedLayer> Compare(
        KwsModel model, Scales scales, short[][] clips, CancellationToken cancellation)
    {
        ImmutableArray<Stage> stages = _integers.Stages;
        var reference = new ReferenceClassifier(model);
        var extractor = new FingerprintExtractor(model.FrontEnd);
        var fingerprint = new sbyte[extractor.FingerprintLength];

        string[] ends = [.. stages.Select(IntegerNetwork.EndOf)];
        var errors = new double[stages.Length];
        var squares = new double[stages.Length];
        var (saturated, counts) = (new long[stages.Length], new long[stages.Length]);
        foreach (short[] clip in clips)
        {
            cancellation.ThrowIfCancellationRequested();
            extractor.Extract(clip, fingerprint);
            InferenceTrace trace = reference.Trace(fingerprint);
            double[] features = [.. fingerprint.Select(value => Math.ScaleB(value, -scales.Input))];
            foreach ((int stage, double[] values) in Stage.Outputs(network, stages, features).Index())
            {
                bool isLast = stage == stages.Length - 1;
                double step = FractionErrors.Step(isLast ? IntegerNetwork.LogitFractionOf(scales) : scales.Stages[stage].Output);
                foreach ((double value, int integer) in values.Zip(trace[ends[stage]].Values))
                {
                    errors[stage] += Math.Pow((step * integer) - value, 2);
                    squares[stage] += value * value;
                    counts[stage]++;
                    saturated[stage] += !isLast && integer is sbyte.MinValue or sbyte.MaxValue ? 1 : 0;
                }
            }
        }

        return
        [
            .. stages.Select((stage, i) => new QuantizedLayer(
                stage.Layer.Name, stage.Layer is FloatAveragePoolLayer ? null : scales.Stages[i].Weights,
                i == stages.Length - 1 ? IntegerNetwork.LogitFractionOf(scales) : scales.Stages[i].Output,
                (double)saturated[i] / counts[i], squares[i] > 0 ? Math.Sqrt(errors[i] / squares[i]) : 0)),
        ];
    }
}
