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
        ImmutableArray<FractionErrors> errors = [.. _stages.Select(_ => new FractionErrors())];
        var gate = new Lock();
        Parallel.For(0, _clips.Length, _parallel, clip =>
        {
            double[] input = [.. fingerprints[clip].Select(value => Math.ScaleB(value, -inputFraction))];
            double[][] outputs = [.. Stage.Outputs(_network, _stages, input)];
            lock (gate)
            {
                for (int stage = 0; stage < outputs.Length; stage++)
                {
                    errors[stage].Add(outputs[stage]);
                }
            }
        });
        return errors;
    }

    /// <summary>
    /// The mean over all clips of the squared difference between the probabilities of a model and those of the float network. A clip of
    /// which one of them is wrongly sure counts no more than 2, so that no single clip decides.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="logitFraction">The bits of its logits behind the binary point.</param>
    public double Divergence(KwsModel model, int logitFraction)
    {
        sbyte[][] fingerprints = Fingerprints(model.FrontEnd);
        var classifier = new KwsClassifier(model);
        var divergences = new double[_clips.Length];
        Parallel.For(0, _clips.Length, _parallel, clip =>
        {
            var logits = new int[model.Labels.Length];
            classifier.Infer(fingerprints[clip], logits);
            double[] scores = Softmax([.. logits.Select(logit => Math.ScaleB(logit, -logitFraction))]);
            divergences[clip] = _probabilities[clip].Zip(scores, (p, score) => (p - score) * (p - score)).Sum();
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

    private static double[] Softmax(double[] logits)
    {
        double most = logits.Max();
        double sum = logits.Sum(logit => Math.Exp(logit - most));
        return [.. logits.Select(logit => Math.Exp(logit - most) / sum)];
    }
}
