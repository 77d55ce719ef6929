using Kws.Cli.Output;
using Kws.Listen;
using Kws.Training.Data;
using Kws.Training.Recordings;
using Kws.Training.Runs;

namespace Kws.Cli.Commands;

/// <summary><c>kws train --recordings</c>: a model of words of which there are few recordings.</summary>
internal sealed class RecordingsTraining(TrainSettings settings, CliContext context)
{
    /// <summary>Below so many recordings a model is not of much use.</summary>
    private const int FewestUseful = 20;

    public void Run()
    {
        (RecordingSet recordings, SoundBank own) = ReadSound();
        Check(recordings, own);
        var training = new RecordingTraining(settings.CreateTrainer, recordings, own, settings.RecordingOptions(recordings, own));
        if (settings.Resume && Files.Read(settings.Checkpoint, _ => training.TryResume()))
        {
            context.Error.WriteLine(
                $"kws: resumed after step {NumberText.Part(training.Step, settings.Rates.Steps)}; the trainings that leave recordings out "
                + "begin anew");
        }

        foreach (string line in RecordingTables.Begin(recordings, training.LeaveOuts))
        {
            Failures.Tell(line, context);
        }

        RecordingOutcome outcome = Train(training);
        try
        {
            Files.WriteBytes(settings.Output, outcome.Model.Save);
        }
        catch (CliException e)
        {
            throw CliException.BadInput(e.Message + Advice(training));
        }

        TrainCommand.Conclude(
            settings, context, () => RecordingTables.Write(context, settings.Output, recordings, outcome.LeaveOut));
    }

    private (RecordingSet Recordings, SoundBank Own) ReadSound()
    {
        SoundFolders.RequireAll(settings);
        return Activity.Show(context, activity =>
        {
            activity.Report("reading sound");
            try
            {
                var reader = new SoundBankReader(settings.Labels, settings.FrontEnd, settings.Salt);
                return (
                    RecordingSet.Read(settings.Recordings, settings.FrontEnd, context.Cancellation),
                    reader.Read([], settings.Noise, settings.Negatives, settings.Threads, context.Cancellation));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CliException.BadInput(Files.Describe(e));
            }
        });
    }

    private void Check(RecordingSet recordings, SoundBank own)
    {
        SkippedFiles.Tell([.. recordings.Skipped, .. own.Skipped], context);
        SoundFolders.RefuseEmpty(settings);
        foreach ((string folder, string word) in settings.Recordings.Select(folder => (folder, RecordingSet.WordOf(folder))))
        {
            int count = recordings.All.Count(one => one.Word == word);
            if (count == 0 && recordings.Skipped.IsEmpty)
            {
                bool isParent = ClipFolder.Find(folder).Any();
                throw CliException.BadInput(
                    $"--recordings {folder}: there is no .wav file in this folder"
                    + (isParent ? ", but in folders in it: expected the folder of a word, once for each word" : ""));
            }

            if (count < RecordingSet.Fewest)
            {
                throw CliException.BadInput(
                    $"--recordings {folder}: {NumberText.Count(count, "usable recording")} of '{word}', expected at least "
                    + $"{RecordingSet.Fewest}, better {FewestUseful} to 100");
            }

            if (count < FewestUseful)
            {
                Failures.Tell($"'{word}' has {count} recordings; {FewestUseful} or more make a better model", context);
            }
        }
    }

    private RecordingOutcome Train(RecordingTraining training)
    {
        var progress = new RecordingProgressLine(context, training.Step);
        context.SetPatience(TrainCommand.PatienceForCheckpoint);
        try
        {
            return training.Run(progress, context.Cancellation);
        }
        catch (OperationCanceledException)
        {
            throw CliException.Cancelled($"cancelled{Advice(training)}");
        }
        catch (Exception e) when (e is TrainingDivergedException or OverflowException)
        {
            throw CliException.BadInput($"{e.Message}; a lower --learning-rate may help");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput(Files.Describe(settings.Checkpoint, e) + Advice(training));
        }
        catch (Exception e) when (Failures.IsOutOfMemory(e))
        {
            throw CliException.BadInput(Failures.OutOfMemory + Advice(training));
        }
        finally
        {
            context.SetPatience(null);
            progress.Clear();
        }
    }

    private string Advice(RecordingTraining training) => training.SavedStep is { } step
        ? $"; the same command with --resume continues after step {NumberText.Part(step, settings.Rates.Steps)}"
        : "";
}
