using System.Text;
using Kws.Fast;
using Kws.Model;
using Kws.Testing;

namespace Kws.Bulk.Tests.Support;

/// <summary>A job of ten blocks from two files to CSV, which can be interrupted behind any of them.</summary>
public abstract class JobFixture : IDisposable
{
    private protected TemporaryDirectory Folder { get; } = new();

    private protected sbyte[] Values { get; } = Fingerprints.Random(10_000);

    private protected BulkInput[] Inputs { get; }

    /// <summary>Stands still unless a test moves it: no checkpoint comes by itself, however slow the machine is.</summary>
    private protected ManualTime Time { get; } = new();

    protected JobFixture() => Inputs =
    [
        BulkInput.File(Folder.Write("a.npy", Fingerprints.Npy(Values[..(6000 * 300)]))),
        BulkInput.File(Folder.Write("b.raw", Fingerprints.Bytes(Values[(6000 * 300)..]))),
    ];

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private protected static ResultFormat Csv => ResultFormat.Csv(KwsModel.Default.Labels);

    private protected string Output => Folder.PathOf("out.csv");

    private protected IEnumerable<string> Outputs => Folder.Names.Except(["a.npy", "b.raw"]);

    private protected string Expected
    {
        get
        {
            int[] logits = Fingerprints.Logits(Values);
            var text = new StringBuilder("index,label,_silence_,_unknown_,cat,happy\n");
            for (int i = 0; i < logits.Length; i += 4)
            {
                int[] row = logits[i..(i + 4)];
                text.Append($"{i / 4},{KwsModel.Default.Labels[Classification.FromLogits(row).Label]},{string.Join(',', row)}\n");
            }

            return text.ToString();
        }
    }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected BulkJob Job(BulkJobOptions? options, ResultFormat first, params (string Path, ResultFormat Format)[] more) =>
        new(Fingerprints.Classifier, Inputs, [new(Output, first), .. more.Select(output => new BulkOutput(output.Path, output.Format))],
            (options ?? new BulkJobOptions()) with { Time = Time });

    private protected BulkJob Resume() => Job(new BulkJobOptions { Resume = true }, Csv);

    private protected Task Interrupt(int blocks, params (string Path, ResultFormat Format)[] more) =>
        Interrupt(blocks, new BulkJobOptions(), more);

    private protected async Task Interrupt(int blocks, BulkJobOptions options, params (string Path, ResultFormat Format)[] more)
    {
        using var cancellation = new CancellationTokenSource();
        BulkJob job = Job(
            options with
            {
                CheckpointInterval = TimeSpan.Zero,
                Classified = _ =>
                {
                    if (--blocks == 0)
                    {
                        cancellation.Cancel();
                    }
                },
            },
            Csv,
            more);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job.RunAsync(cancellationToken: cancellation.Token));
        Assert.True(job.CanResume);
    }
}
