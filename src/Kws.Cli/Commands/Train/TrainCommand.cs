using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Listen.Tuning;
using Kws.Model;
using Kws.Training;
using Kws.Training.Data;
using Kws.Training.Runs;

namespace Kws.Cli.Commands;

/// <summary><c>kws train</c>: a model of your own words, from recordings.</summary>
internal static class TrainCommand
{
    /// <summary>A checkpoint is written after Ctrl-C, which may take long on a slow disk.</summary>
    public static readonly TimeSpan PatienceForCheckpoint = TimeSpan.FromSeconds(10);

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "train",
            "Trains a model on recorded words: folders that are named as the words, with WAV files in them. Speakers are never in two "
            + "sets. The result is a model file of integers, for --model of the other commands.",
            "kws train speech_commands --keywords cat,happy --output my.safetensors",
            "kws train recordings speech_commands --keywords lumos --noise noise --negatives podcasts --output lumos.safetensors "
            + "--report lumos.html",
            "kws train --recordings recordings/lumos --output lumos.safetensors",
            "kws train speech_commands --keywords yes,no --output my.safetensors --size medium --steps 30000 --resume");
        var options = new TrainOptions(command);
        command.SetAction(parsed => Run(options.Read(parsed), context));
        return command;
    }

    private static void Run(TrainSettings settings, CliContext context)
    {
        string[] outputs = settings.Report is { } report
            ? [settings.Output, settings.Checkpoint, report]
            : [settings.Output, settings.Checkpoint];
        if (outputs.Select(Path.GetFullPath).Distinct().Count() < outputs.Length)
        {
            throw CliException.WrongUsage($"--report {settings.Report} is the model or its checkpoint, expected a file of its own");
        }

        Array.ForEach(outputs, Files.CheckWritable);
        if (settings.Recordings.Length > 0)
        {
            new RecordingsTraining(settings, context).Run();
            return;
        }

        Trainer trainer = settings.CreateTrainer();
        _ = Classifiers.Create(trainer.Model, kernel: null);
        SoundBank bank = ReadSound(settings, context);
        using var batches = new BatchSource(bank, Split.Training, settings.Seed, settings.Threads);
        var run = new TrainingRun(trainer, batches, new ValidationSet(bank, settings.Threads), settings.RunOptions(bank));
        if (settings.Resume && Files.Read(settings.Checkpoint, _ => run.TryResume()))
        {
            context.Error.WriteLine($"kws: resumed after step {NumberText.Part(run.Step, settings.Rates.Steps)}");
        }

        TrainingOutcome outcome = Train(run, settings, context);
        Finish(outcome, run, bank, settings, context);
    }

    private static SoundBank ReadSound(TrainSettings settings, CliContext context)
    {
        SoundFolders.RequireAll(settings);
        SoundBank bank = Activity.Show(context, activity =>
        {
            activity.Report("reading sound");
            var reader = new SoundBankReader(settings.Labels, settings.FrontEnd, settings.Salt);
            try
            {
                return reader.Read(settings.Data, settings.Noise, settings.Negatives, settings.Threads, context.Cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CliException.BadInput(Files.Describe(e));
            }
        });
        SkippedFiles.Tell(bank.Skipped, context);
        SoundFolders.RefuseEmpty(settings);
        return KeywordCoverage.Problem(settings.Data, bank) is { } problem ? throw CliException.BadInput(problem) : bank;
    }

    private static TrainingOutcome Train(TrainingRun run, TrainSettings settings, CliContext context)
    {
        var progress = new TrainProgressLine(context, run.Step);
        context.SetPatience(PatienceForCheckpoint);
        try
        {
            return run.Run(progress, context.Cancellation);
        }
        catch (OperationCanceledException)
        {
            throw CliException.Cancelled($"cancelled{Advice(run, settings)}");
        }
        catch (Exception e) when (e is TrainingDivergedException or OverflowException)
        {
            throw CliException.BadInput($"{e.Message}; a lower --learning-rate may help");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput(Files.Describe(settings.Checkpoint, e) + Advice(run, settings));
        }
        catch (Exception e) when (Failures.IsOutOfMemory(e))
        {
            throw CliException.BadInput(Failures.OutOfMemory + Advice(run, settings));
        }
        finally
        {
            context.SetPatience(null);
            progress.Clear();
        }
    }

    /// <summary>The way to continue, where there is a checkpoint of this training.</summary>
    private static string Advice(TrainingRun run, TrainSettings settings) => run.SavedStep is { } step
        ? $"; the same command with --resume continues after step {NumberText.Part(step, settings.Rates.Steps)}"
        : "";

    /// <summary>The checkpoint is deleted when all else is written: until then a run can be resumed.</summary>
    private static void Finish(TrainingOutcome outcome, TrainingRun run, SoundBank bank, TrainSettings settings, CliContext context)
    {
        ClipEvaluation testing;
        StreamResult stream;
        try
        {
            Files.WriteBytes(settings.Output, outcome.Model.Save);
            (testing, stream) = Activity.Show(context, activity => Test(outcome.Model, bank, settings, activity, context));
            if (settings.Report is { } report)
            {
                Files.Write(report, writer => TrainingPage.Write(writer, settings, bank, outcome, testing, stream));
            }
        }
        catch (OperationCanceledException)
        {
            throw CliException.Cancelled($"cancelled{Advice(run, settings)}");
        }
        catch (CliException e)
        {
            throw CliException.BadInput(e.Message + Advice(run, settings));
        }

        Conclude(settings, context, () => Print(bank, testing, stream, outcome, settings, context));
    }

    /// <summary>Prints the results and deletes the checkpoint. Without room for the results the command can be resumed.</summary>
    public static void Conclude(TrainSettings settings, CliContext context, Action print)
    {
        try
        {
            print();
            context.Out.Flush();
        }
        catch (IOException e) when (!StandardOutput.IsBrokenPipe(e))
        {
            throw CliException.BadInput($"standard output: {e.Message}; the same command with --resume prints the results again");
        }
        catch (IOException)
        {
            DeleteCheckpoint();
            throw;
        }

        DeleteCheckpoint();

        void DeleteCheckpoint() => Files.Try(settings.Checkpoint, () => File.Delete(settings.Checkpoint));
    }

    private static void Print(
        SoundBank bank, ClipEvaluation testing, StreamResult stream, TrainingOutcome outcome, TrainSettings settings, CliContext context)
    {
        EvaluationTables.Write(context, bank.Labels, [new SplitResult(Split.Testing, testing.Matrix, Unshifted: null)]);
        var screen = new Screen(context);
        screen.WriteLine(
            $"{settings.Output}: the model after {NumberText.Count(settings.Rates.Steps, "step")}, "
            + FormattableString.Invariant($"{100 * outcome.Points[^1].Accuracy:F2} % by validation"));
        screen.WriteLine($"stream of the testing set: {stream.Summary}");
    }

    private static (ClipEvaluation Clips, StreamResult Stream) Test(
        KwsModel model, SoundBank bank, TrainSettings settings, Activity activity, CliContext context)
    {
        try
        {
            activity.Report("testing");
            KwsClassifier classifier = Classifiers.Create(model, kernel: null);
            var clips = new ClipEvaluation(classifier, bank, Split.Testing);
            IReadOnlyList<ScoredRecording> recordings = new WordStream(bank, Split.Testing).Listen(
                classifier, settings.Threads,
                activity.Receive<double>(part => FormattableString.Invariant($"listening to the testing set: {100 * part:F0} %")),
                context.Cancellation);
            return (clips, StreamResult.Of(new DetectionCounter(model, recordings), context.Cancellation));
        }
        catch (OverflowException e)
        {
            throw CliException.BadInput($"the model is written, but a clip of the testing set cannot be computed: {e.Message}");
        }
    }
}
