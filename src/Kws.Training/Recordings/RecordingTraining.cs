using System.Collections.Immutable;
using Kws.Model;
using Kws.Training.Data;
using Kws.Training.Negatives;
using Kws.Training.Runs;

namespace Kws.Training.Recordings;

/// <summary>
/// A training on few recordings: first the model, of all of them, then the same training several times with a part of recordings and
/// negatives left out, which tests it.
/// </summary>
public sealed class RecordingTraining
{
    /// <summary>Checkpoints of a training that is not interrupted.</summary>
    private const int Checkpoints = 10;

    private readonly Func<Trainer> _createTrainer;
    private readonly RecordingSound _sound;
    private readonly RecordingTrainingOptions _options;
    private readonly ImmutableArray<TrainingSetting> _settings;

    /// <summary>The trainer of the model itself.</summary>
    private Trainer _trainer;

    /// <summary>Prepares a training.</summary>
    /// <param name="createTrainer">Makes trainers that have done no step, all alike.</param>
    /// <param name="recordings">The recordings, at least <see cref="RecordingSet.Fewest"/> of each word.</param>
    /// <param name="own">Noise and running speech of the user's own, without clips.</param>
    /// <param name="options">The rest.</param>
    /// <exception cref="ArgumentException">
    /// The front end of the user's own sound, with which all is trained, is not the default one but for its bits, or has more than 2
    /// fraction bits: the frames that come with kws have no finer steps.
    /// </exception>
    public RecordingTraining(
        Func<Trainer> createTrainer, RecordingSet recordings, SoundBank own, RecordingTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(createTrainer);
        ArgumentNullException.ThrowIfNull(recordings);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(options);
        (_createTrainer, _options) = (createTrainer, options);
        _sound = new RecordingSound(recordings, own, NegativeFrames.Shipped);
        _settings = [.. options.Settings, .. TrainingAlgorithm.Settings];
        _trainer = createTrainer();
    }

    /// <summary>The steps of the model that are done.</summary>
    public long Step => _trainer.Steps;

    /// <summary>The steps of the model that the checkpoint has; null if this training has none yet.</summary>
    public long? SavedStep { get; private set; }

    /// <summary>The number of trainings that leave a part out.</summary>
    public int LeaveOuts => _sound.Folds.Count;

    /// <summary>Takes the state of the checkpoint, which has the training of the model alone.</summary>
    /// <returns>False if there is no checkpoint.</returns>
    /// <exception cref="KwsFormatException">
    /// The checkpoint is damaged, or of other settings, instructions or another version of the algorithm.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool TryResume()
    {
        if (!File.Exists(_options.Checkpoint))
        {
            return false;
        }

        Checkpoint saved = Checkpoint.Read(_options.Checkpoint);
        if (TrainingSetting.Difference(saved.Settings, _settings) is { } difference)
        {
            throw new KwsFormatException(_options.Checkpoint, 0, $"{difference}; without --resume it begins anew");
        }

        using var state = new MemoryStream(saved.Trainer);
        _trainer = Trainer.Load(state, _trainer.Options, _options.Checkpoint);
        SavedStep = Step;
        return true;
    }

    /// <summary>Does all trainings. The checkpoint stays when they are done.</summary>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Stops within a step, which is then not done.</param>
    /// <exception cref="TrainingDivergedException">The loss is no finite number any more.</exception>
    /// <exception cref="OverflowException">A value of a layer does not fit 32 bits.</exception>
    /// <exception cref="IOException">The checkpoint cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The checkpoint may not be written.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public RecordingOutcome Run(IProgress<RecordingProgress>? progress, CancellationToken cancellation)
    {
        Save();
        try
        {
            Train(_trainer, leftOut: null, progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            Save();
            throw;
        }

        Save();
        KwsModel model = _trainer.Model;
        var test = new LeaveOutTest(model.Labels, model.FrontEnd);
        for (int fold = 0; fold < LeaveOuts; fold++)
        {
            Trainer trainer = _createTrainer();
            Train(trainer, fold, progress, cancellation);
            test.Add(trainer.Model, _sound.Recordings(fold), _sound.Negatives(fold));
        }

        LeaveOutResult result = test.Result();
        return new(new KwsModel(model.Network, model.Tensors, model.Labels, model.FrontEnd, result.Detection), result);
    }

    private void Train(Trainer trainer, int? leftOut, IProgress<RecordingProgress>? progress, CancellationToken cancellation)
    {
        using BatchSource batches = _sound.Batches(leftOut, _options.Seed, _options.Threads);
        long steps = _options.Rates.Steps;
        long interval = Math.Max(1, steps / Checkpoints);
        var fingerprints = new sbyte[_options.BatchSize * batches.FingerprintLength];
        var labels = new int[_options.BatchSize];
        while (trainer.Steps < steps)
        {
            float rate = _options.Rates.At(trainer.Steps);
            batches.Fill(trainer.Steps, fingerprints, labels, cancellation);
            float loss = trainer.Step(fingerprints, labels, rate, cancellation);
            if (!float.IsFinite(loss))
            {
                throw new TrainingDivergedException(trainer.Steps - 1, rate);
            }

            if (leftOut is null && trainer.Steps % interval == 0)
            {
                Save();
            }

            progress?.Report(new(trainer.Steps, steps, loss, leftOut + 1 ?? 0, LeaveOuts));
        }
    }

    private void Save()
    {
        using var state = new MemoryStream();
        _trainer.Save(state);
        new Checkpoint(_settings, Step, 0, [], state.ToArray()).Write(_options.Checkpoint);
        SavedStep = Step;
    }
}
