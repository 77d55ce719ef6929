using Kws.Bulk;
using Kws.Bulk.Jobs;
using Kws.Fast;
using Kws.Model;

namespace Kws.Cli;

/// <summary>Reads the fingerprints of inputs block by block, in order; several threads read and check, or classify.</summary>
internal static class FingerprintBlocks
{
    /// <summary>
    /// All blocks; each is valid until the next one is asked for. What is bad is left out and in <see cref="FingerprintBlock.Bad"/>.
    /// </summary>
    public static IEnumerable<FingerprintBlock> Read(
        IReadOnlyList<BulkInput> inputs, Network network, CliContext context, int threads = -1) =>
        Run(new BlockPipeline(network, BlockClassifier.Check, Options(threads), keepsTags: true), Sources(inputs, network), context);

    /// <summary>The same with their logits.</summary>
    public static IEnumerable<FingerprintBlock> Classify(
        IReadOnlyList<BulkInput> inputs, KwsClassifier classifier, CliContext context, int threads = -1) =>
        Run(new BlockPipeline(classifier, Options(threads), keepsTags: true), Sources(inputs, classifier.Model.Network), context);

    /// <summary>The blocks of a part of a job that are left behind the state of a journal, or all.</summary>
    public static IEnumerable<FingerprintBlock> Read(
        PartPlan plan, Journal? journal, Network network, CliContext context, int threads) => Run(
            new BlockPipeline(network, BlockClassifier.Check, Options(threads), keepsTags: true),
            ShareSources.Open(plan.Shares, network.Input, journal), context);

    /// <inheritdoc cref="Read(PartPlan, Journal?, Network, CliContext, int)"/>
    public static IEnumerable<FingerprintBlock> Classify(
        PartPlan plan, Journal? journal, KwsClassifier classifier, CliContext context, int threads) => Run(
            new BlockPipeline(classifier, Options(threads), keepsTags: true),
            ShareSources.Open(plan.Shares, classifier.Model.Network.Input, journal), context);

    /// <summary>
    /// One fingerprint after the other. A bad one is left out or ends it; those before it come first, where lines tell which these are.
    /// </summary>
    public static IEnumerable<Fingerprint> ReadOneByOne(
        IReadOnlyList<BulkInput> inputs, Network network, BadItems badItems, CliContext context)
    {
        foreach (FingerprintBlock block in Read(inputs, network, context))
        {
            BadFingerprint? end = badItems.AreSkipped ? null : block.Bad.FirstOrDefault();
            badItems.Add(end is null ? block.Bad : []);
            for (int i = 0; i < block.Count; i++)
            {
                FingerprintTag tag = block.TagOf(i);
                if (end is not null && tag.Line >= end.Line)
                {
                    break;
                }

                yield return new Fingerprint(block.Fingerprint(i).ToArray(), tag.Label, tag.Clip, tag.Line);
            }

            badItems.Add(end is null ? [] : [end]);
        }
    }

    private static BulkOptions Options(int threads) => new() { DegreeOfParallelism = threads, SkipBad = true };

    private static IEnumerable<(int Input, FingerprintSource Source, SourcePosition Start)> Sources(
        IReadOnlyList<BulkInput> inputs, Network network) => inputs.Select((input, i) =>
        {
            FingerprintSource source = input.Open(network.Input);
            return (i, source, source.Begin);
        });

    private static IEnumerable<FingerprintBlock> Run(
        BlockPipeline pipeline, IEnumerable<(int Input, FingerprintSource Source, SourcePosition Start)> sources, CliContext context)
    {
        using IEnumerator<FingerprintBlock> blocks =
            pipeline.RunAsync(sources, context.Cancellation).ToBlockingEnumerable(context.Cancellation).GetEnumerator();
        while (MoveNext(blocks))
        {
            yield return blocks.Current;
        }
    }

    private static bool MoveNext(IEnumerator<FingerprintBlock> blocks)
    {
        try
        {
            return blocks.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The pipeline has named the file.
            throw CliException.BadInput(e.Message);
        }
    }
}
