using System.Collections.Immutable;
using Kws.Audio;
using Kws.Fast;
using Kws.Model;
using Kws.Training.Float;

namespace Kws.Training.Quantize;

/// <summary>Clips, what a float network makes of them, and how far a model of integers is from that.</summary>
internal sealed class CalibrationSet
{
    private readonly FloatNetwork _network;
    private readonly ImmutableArray<Stage> _stages;
    private readonly FrontEnd _frontEnd;
    private readonly ImmutableArray<short[]> _clips;
    private readonly Dictionary<int, sbyte[][]> _fingerprints = [];
    private readonly Dictionary<int, double[][]> _logits = [];
    private readonly double[][] _probabilities;
    private readonly ParallelOptions _parallel;

    /// <summary>Computes the float network for every clip.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stages">Its stages.</param>
    /// <param name="frontEnd">The front end of the integers.</param>
    /// <param name="clips">The clips, one at least.</param>
    /// <param name="threads">The most threads to use; -1 for one per processor.</param>
    /// <param name="cancellation">Stops between clips.</param>
    public CalibrationSet(
        FloatNetwork network, ImmutableArray<Stage> stages, FrontEnd frontEnd, ImmutableArray<short[]> clips, int threads,
        CancellationToken cancellation)
    {
        (_network, _stages, _frontEnd, _clips) = (network, stages, frontEnd, clips);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = Workers.AtMost(threads), CancellationToken = cancellation };
        _probabilities = new double[clips.Length][];
        Parallel.For(0, clips.Length, _parallel, clip => _probabilities[clip] = Softmax(network.Logits(clips[clip])));
    }

    /// <summary>
    /// The errors of the outputs of each stage as integers, for an input of integers: a float network that gets what is left of the
    /// features. Without sound the logarithm of a band is far below that of any sound, which integers of 8 bits leave out.
    /// </summary>
    /// <param name="inputFraction">The bits of the input behind the binary point.</param>
    public ImmutableArray<FractionErrors> Errors(int inputFraction)
    {
        sbyte[][] fingerprints = Fingerprints(_frontEnd with { FractionBits = inputFraction });
        double[][] logits = _logits[inputFraction] = new double[_clips.Length][];
        var errors = new FractionErrors[_clips.Length][];
        Parallel.For(0, _clips.Length, _parallel, clip =>
        {
            double[] input = [.. fingerprints[clip].Select(value => Math.ScaleB(value, -inputFraction))];
            double[][] outputs = [.. Stage.Outputs(_network, _stages, input)];
            logits[clip] = outputs[^1];
            errors[clip] = [.. outputs.Select(FractionErrors.Of)];
        });

        // Added in the order of the clips: the number of threads changes nothing.
        return [.. _stages.Select((_, stage) => FractionErrors.Sum(errors.Select(ofClip => ofClip[stage])))];
    }

    /// <summary>
    /// The distance of a model from the float network: the mean over all clips of the squared difference of probabilities, and of that of
    /// logits as a part of their square. Probabilities are compared for the sound, logits for what the integers of the input leave of it.
    /// Both are bounded or relative, so that no single clip decides.
    /// </summary>
    /// <param name="model">The model, with an input for which <see cref="Errors"/> was called.</param>
    /// <param name="logitFraction">The bits of its logits behind the binary point.</param>
    public double Divergence(KwsModel model, int logitFraction)
    {
        sbyte[][] fingerprints = Fingerprints(model.FrontEnd);
        double[][] expected = _logits[model.FrontEnd.FractionBits];
        var classifier = new KwsClassifier(model);
        var divergences = new double[_clips.Length];
        Parallel.For(0, _clips.Length, _parallel, clip =>
        {
            var integers = new int[model.Labels.Length];
            classifier.Infer(fingerprints[clip], integers);
            double[] logits = [.. integers.Select(logit => Math.ScaleB(logit, -logitFraction))];
            double square = SquaredDifference(expected[clip], new double[logits.Length]);
            divergences[clip] = SquaredDifference(_probabilities[clip], Softmax(logits))
                + (square > 0 ? SquaredDifference(expected[clip], logits) / square : 0);
        });
        return divergences.Average();
    }

    private sbyte[][] Fingerprints(FrontEnd frontEnd)
    {
        if (!_fingerprints.TryGetValue(frontEnd.FractionBits, out sbyte[][]? fingerprints))
        {
            var extractor = new FingerprintExtractor(frontEnd);
            _fingerprints[frontEnd.FractionBits] = fingerprints = new sbyte[_clips.Length][];
            Parallel.For(0, fingerprints.Length, _parallel, clip =>
            {
                fingerprints[clip] = new sbyte[extractor.FingerprintLength];
                extractor.Extract(_clips[clip], fingerprints[clip]);
            });
        }

        return fingerprints;
    }

    private static double SquaredDifference(double[] one, double[] other) => one.Zip(other, (x, y) => (x - y) * (x - y)).Sum();

    private static double[] Softmax(double[] logits)
    {
        double most = logits.Max();
        double sum = logits.Sum(logit => Math.Exp(logit - most));
        return [.. logits.Select(logit => Math.Exp(logit - most) / sum)];
    }
}
