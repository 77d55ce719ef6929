using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Data;

namespace Kws.Training.Runs;

/// <summary>A training from the first step to the last, which can be stopped at any moment and resumed with the same result.</summary>
/// <param name="newTrainer">A trainer that has done no step.</param>
/// <param name="batches">The batches.</param>
/// <param name="validation">The examples of the curve of accuracy.</param>
/// <param name="options">The rest.</param>
public sealed class TrainingRun(Trainer newTrainer, BatchSource batches, ValidationSet validation, TrainingRunOptions options)
{
    private readonly ImmutableArray<TrainingSetting> _settings = [.. options.Settings, .. TrainingAlgorithm.Settings];
    private readonly List<TrainingPoint> _points = [];
    private readonly Batch _batch = new(new sbyte[options.BatchSize * batches.FingerprintLength], new int[options.BatchSize]);
    private Trainer _trainer = newTrainer;
    private double _lossSum;

    /// <summary>The number of steps done.</summary>
    public long Step { get; private set; }

    /// <summary>The number of steps that the checkpoint has; null if this training has none yet.</summary>
    public long? SavedStep { get; private set; }

    private long LastValidation => _points.Count > 0 ? _points[^1].Step : 0;

    private bool IsValidationDue =>
        Step > LastValidation && (Step - LastValidation == options.ValidationInterval || Step == options.Rates.Steps);

    /// <summary>Takes the state of the checkpoint.</summary>
    /// <returns>False if there is no checkpoint.</returns>
    /// <exception cref="KwsFormatException">
    /// The checkpoint is damaged, or of other settings, instructions or another version of the algorithm.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool TryResume()
    {
        if (!File.Exists(options.Checkpoint))
        {
            return false;
        }

        Checkpoint saved = Checkpoint.Read(options.Checkpoint);
        if (TrainingSetting.Difference(saved.Settings, _settings) is { } difference)
        {
            throw new KwsFormatException(options.Checkpoint, 0, $"{difference}; without --resume it begins anew");
        }

        using var state = new MemoryStream(saved.Trainer);
        _trainer = Trainer.Load(state, _trainer.Options, options.Checkpoint);
        (Step, _lossSum) = (saved.Step, saved.LossSum);
        _points.AddRange(saved.Points);
        SavedStep = Step;
        return true;
    }

    /// <summary>
    /// Does the steps that are left. A checkpoint is written at the beginning, at every validation and when it is stopped.
    /// </summary>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Stops within a step, which is then not done.</param>
    /// <exception cref="TrainingDivergedException">The loss is no finite number any more.</exception>
    /// <exception cref="OverflowException">A value of a layer does not fit 32 bits.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The checkpoint may not be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the checkpoint has all that was done.</exception>
    public TrainingOutcome Run(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Save();
        try
        {
            while (Step < options.Rates.Steps || IsValidationDue)
            {
                bool isValidation = IsValidationDue;
                if (isValidation)
                {
                    Validate(_lossSum / (Step - LastValidation), cancellation);
                    Save();
                }
                else
                {
                    DoStep(cancellation);
                }

                double loss = isValidation ? _points[^1].Loss : _lossSum / (Step - LastValidation);
                progress?.Report(new(Step, options.Rates.Steps, loss, _points.Count > 0 ? _points[^1] : null, isValidation));
            }
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }

        return new(_trainer.Model, [.. _points]);
    }

    private void DoStep(CancellationToken cancellation)
    {
        float rate = options.Rates.At(Step);
        batches.Fill(Step, _batch.Fingerprints, _batch.Labels, cancellation);
        float loss = _trainer.Step(_batch.Fingerprints.Span, _batch.Labels.Span, rate, cancellation);
        if (!float.IsFinite(loss))
        {
            throw new TrainingDivergedException(Step, rate);
        }

        Step++;
        _lossSum += loss;
    }

    private void Validate(double loss, CancellationToken cancellation)
    {
        _points.Add(new(Step, loss, validation.Accuracy(_trainer.Model, cancellation)));
        _lossSum = 0;
    }

    private void Save()
    {
        using var state = new MemoryStream();
        _trainer.Save(state);
        new Checkpoint(_settings, Step, _lossSum, [.. _points], state.ToArray()).Write(options.Checkpoint);
        SavedStep = Step;
    }
}
