using System.CommandLine;
using Kws.Cli.Output;
using Kws.Fast;
using Kws.Model;

namespace Kws.Cli.Commands;

/// <summary><c>kws classify</c>: the label and logits of every fingerprint.</summary>
internal static class ClassifyCommand
{
    /// <summary>Fingerprints read before they are classified and printed: work for several threads, a few megabytes of memory.</summary>
    private const int BlockSize = 8192;

    public static Command Create(CliContext context)
    {
        var command = new KwsCommand(
            "classify", "Classifies fingerprints: a table on a terminal, CSV elsewhere.",
            "kws classify samples/recorded.txt",
            "kws classify samples/recorded.txt --output labels.csv",
            "kws classify - --kernel Scalar --threads 1 < samples/recorded.txt",
            "kws classify fingerprints.txt --weights weight.h --labels labels.txt");
        Argument<string[]> input = Symbols.Fingerprints(ArgumentArity.OneOrMore);
        command.Arguments.Add(input);
        var modelOptions = new ModelOptions(command);
        Option<string?> kernel = Symbols.Kernel();
        Option<int?> threads = Symbols.Threads();
        var output = new Option<string?>("--output")
        {
            Description = "File for the CSV, written whole or not at all; without it standard output",
            HelpName = "file",
        };
        command.Options.Add(kernel);
        command.Options.Add(threads);
        command.Options.Add(output);
        command.SetAction(parsed =>
        {
            KwsClassifier classifier = Classifiers.Create(modelOptions.Load(parsed), parsed.GetValue(kernel));
            string[] inputs = parsed.GetRequiredValue(input);
            int degree = parsed.GetValue(threads) ?? -1;
            long count = 0;
            if (parsed.GetValue(output) is { } path)
            {
                Files.Write(path, writer =>
                    count = Classify(classifier, inputs, degree, new LogitsCsv(writer, classifier.Model.Labels), writer, context));
            }
            else
            {
                ILogitsWriter logits = context.OutIsTerminal
                    ? new LogitsTable(context.Out, classifier.Model.Labels)
                    : new LogitsCsv(context.Out, classifier.Model.Labels);
                count = Classify(classifier, inputs, degree, logits, context.Out, context);
            }

            if (context.ErrorIsTerminal)
            {
                context.Error.WriteLine($"fingerprints: {count}, kernel: {classifier.KernelName}");
            }
        });
        return command;
    }

    private static long Classify(
        KwsClassifier classifier, string[] inputs, int threads, ILogitsWriter logitsWriter, TextWriter writer, CliContext context)
    {
        TensorShape shape = classifier.Model.Topology.Input;
        int labels = classifier.Model.Topology.LabelCount;
        var fingerprints = new sbyte[BlockSize * shape.Count];
        var logits = new int[BlockSize * labels];
        long done = 0;
        int count = 0;
        foreach (Fingerprint fingerprint in inputs.SelectMany(path => Files.ReadFingerprints(path, shape, context)))
        {
            fingerprint.Values.CopyTo(fingerprints.AsMemory(count * shape.Count));
            if (++count == BlockSize)
            {
                WriteBlock();
            }
        }

        WriteBlock();
        return done;

        void WriteBlock()
        {
            Memory<int> block = logits.AsMemory(0, count * labels);
            Infer(classifier, fingerprints.AsMemory(0, count * shape.Count), block, threads, done, context.Cancellation);
            logitsWriter.Write(block.Span);
            writer.Flush();
            done += count;
            count = 0;
        }
    }

    private static void Infer(
        KwsClassifier classifier, ReadOnlyMemory<sbyte> fingerprints, Memory<int> logits, int threads, long first,
        CancellationToken cancellation)
    {
        try
        {
            classifier.InferParallel(fingerprints, logits, threads, cancellation);
        }
        catch (OverflowException e)
        {
            // Possible with several blocks or enormous biases only.
            throw CliException.BadInput($"fingerprint {first + FirstOverflow(classifier, fingerprints.Span)}: {e.Message}");
        }
    }

    private static int FirstOverflow(KwsClassifier classifier, ReadOnlySpan<sbyte> fingerprints)
    {
        int length = classifier.Model.Topology.Input.Count;
        var logits = new int[classifier.Model.Topology.LabelCount];
        int index = 0;
        try
        {
            for (; index < fingerprints.Length / length; index++)
            {
                classifier.Infer(fingerprints.Slice(index * length, length), logits);
            }
        }
        catch (OverflowException)
        {
            // This is the one.
        }

        return index;
    }
}
