using System.IO.Pipelines;
using Kws.Bulk.Tests.Support;
using Kws.Model;

namespace Kws.Bulk.Tests;

/// <summary>The promises to a service: order, prompt answers, back-pressure, cancellation, all sources closed.</summary>
public sealed class ClassifyAsyncTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Any_number_of_threads_gives_the_same_in_order(int threads)
    {
        sbyte[] values = Fingerprints.Random(30_000);
        FingerprintSource source = FingerprintSource.FromStream(
            new MemoryStream(Fingerprints.Bytes(values)), Fingerprints.Shape, FingerprintFormat.Raw);
        Assert.Equal(Fingerprints.Logits(values), await Read.Logits(source, new BulkOptions { DegreeOfParallelism = threads }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    public void A_wrong_number_of_threads_is_refused(int threads) => Assert.Throws<ArgumentOutOfRangeException>(
        () => Fingerprints.Classifier.ClassifyAsync(Empty(), new BulkOptions { DegreeOfParallelism = threads }, Cancelled));

    [Fact]
    public void Another_shape_than_the_model_has_is_refused()
    {
        FingerprintSource source = FingerprintSource.FromStream(Stream.Null, new TensorShape(20, 10, 1), FingerprintFormat.Raw, "twenty");
        var e = Assert.Throws<ArgumentException>(() => Fingerprints.Classifier.ClassifyAsync(source, cancellationToken: Cancelled));
        Assert.StartsWith("twenty has fingerprints of ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1024)]
    [InlineData(5000)]
    public async Task Elements_may_hold_any_number_of_fingerprints(int perElement)
    {
        sbyte[] values = Fingerprints.Random(7000);
        var logits = new List<int>();
        await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(Elements()).WithCancellation(Cancelled))
        {
            Assert.Equal(values.AsSpan((int)block.FirstIndex * 300, block.Count * 300), block.Fingerprints.Span);
            logits.AddRange(block.Logits.Span);
        }

        Assert.Equal(Fingerprints.Logits(values), logits);

        async IAsyncEnumerable<ReadOnlyMemory<sbyte>> Elements()
        {
            // One memory for all, as a reader of packets has; and elements without a fingerprint.
            var element = new sbyte[perElement * 300];
            for (int i = 0; i < 7000; i += perElement)
            {
                int count = Math.Min(perElement, 7000 - i);
                values.AsSpan(i * 300, count * 300).CopyTo(element);
                yield return element.AsMemory(0, count * 300);
                yield return default;
                if (i % 500 == 0)
                {
                    await Task.Yield();
                }
            }
        }
    }

    [Fact]
    public async Task A_part_of_a_fingerprint_is_refused()
    {
        async IAsyncEnumerable<ReadOnlyMemory<sbyte>> Elements()
        {
            yield return new sbyte[600];
            await Task.Yield();
            yield return new sbyte[299];
        }

        var e = await Assert.ThrowsAsync<KwsFormatException>(async () =>
        {
            await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(Elements()).WithCancellation(Cancelled))
            {
                Assert.Equal(2, block.Count);
            }
        });
        Assert.Equal("sequence: 299 values behind fingerprint 2, expected a multiple of 300", e.Message);
    }

    /// <summary>The next fingerprint is sent only after the answer to the one before.</summary>
    [Fact]
    public async Task An_answer_does_not_wait_for_the_next_fingerprint()
    {
        sbyte[] values = Fingerprints.Random(5);
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Fingerprints.Bytes(values[..300]), Cancelled);
        int answers = 0;
        await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(pipe.Reader).WithCancellation(Cancelled))
        {
            Assert.Equal(1, block.Count);
            Assert.Equal(Fingerprints.Logits(values.AsSpan(answers * 300, 300)), block.Logits.ToArray());
            if (++answers == 5)
            {
                await pipe.Writer.CompleteAsync();
            }
            else
            {
                // In two pieces.
                await pipe.Writer.WriteAsync(Fingerprints.Bytes(values[(answers * 300)..((answers * 300) + 120)]), Cancelled);
                await pipe.Writer.WriteAsync(Fingerprints.Bytes(values[((answers * 300) + 120)..((answers + 1) * 300)]), Cancelled);
            }
        }

        Assert.Equal(5, answers);
    }

    [Fact]
    public async Task A_sequence_is_asked_only_for_a_few_blocks_ahead()
    {
        int asked = 0;
        async IAsyncEnumerable<ReadOnlyMemory<sbyte>> Endless()
        {
            var block = new sbyte[1024 * 300];
            while (true)
            {
                asked++;
                yield return block;
                await Task.CompletedTask;
            }
        }

        await using IAsyncEnumerator<ClassifiedBlock> blocks = Fingerprints.Classifier
            .ClassifyAsync(FingerprintSource.From(Endless(), Fingerprints.Shape), new BulkOptions { DegreeOfParallelism = 2 }, Cancelled)
            .GetAsyncEnumerator(Cancelled);
        for (int taken = 1; taken <= 20; taken++)
        {
            Assert.True(await blocks.MoveNextAsync());
            Assert.InRange(asked, taken, taken + 6);
        }
    }

    [Fact]
    public async Task A_writer_waits_while_nobody_takes_results()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1 << 16, resumeWriterThreshold: 1 << 15));
        long written = 0;
        var bytes = new byte[30_000];
        Task writer = Task.Run(
            async () =>
            {
                while (!(await pipe.Writer.WriteAsync(bytes, Cancelled)).IsCompleted)
                {
                    Interlocked.Add(ref written, bytes.Length);
                }
            },
            Cancelled);
        await using (IAsyncEnumerator<ClassifiedBlock> blocks = Fingerprints.Classifier
            .ClassifyAsync(
                FingerprintSource.FromPipe(pipe.Reader, Fingerprints.Shape), new BulkOptions { DegreeOfParallelism = 1 }, Cancelled)
            .GetAsyncEnumerator(Cancelled))
        {
            Assert.True(await blocks.MoveNextAsync());
            long before;
            do
            {
                before = Interlocked.Read(ref written);
                await Task.Delay(300, Cancelled);
            }
            while (before != Interlocked.Read(ref written));

            // What the pipe holds, and four blocks that are on their way.
            Assert.InRange(before, 0, (1 << 17) + (4 * 1024 * 300));
        }

        // Whoever stops taking results ends the writer: the pipe is completed.
        await writer;
    }

    [Fact]
    public async Task Whoever_stops_does_not_wait_for_a_sequence_that_waits()
    {
        static async IAsyncEnumerable<ReadOnlyMemory<sbyte>> Slow()
        {
            yield return new sbyte[300];
            await Task.Delay(30, Cancelled);
            yield return new sbyte[300];
            await Task.Delay(Timeout.Infinite, Cancelled);
        }

        int count = 0;
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(Slow()).WithCancellation(Cancelled))
            {
                count += block.Count;
                if (count == 2)
                {
                    await Task.Delay(100, Cancelled);
                    throw new InvalidTimeZoneException("the consumer's own");
                }
            }
        });
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_input()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[300], Cancelled);
        int blocks = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(pipe.Reader).WithCancellation(cancellation.Token))
            {
                blocks++;
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(1, blocks);
    }

    [Fact]
    public async Task Cancelling_does_not_wait_for_a_read_that_heeds_nothing()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        using var stream = new StuckStream();
        Task reading = Read();
        await stream.Entered.WaitAsync(Cancelled);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromMinutes(5), Cancelled));

        async Task Read()
        {
            FingerprintSource source = FingerprintSource.FromStream(stream, Fingerprints.Shape, FingerprintFormat.Raw);
            await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(source, cancellationToken: cancellation.Token))
            {
                Assert.Fail("there is no fingerprint");
            }
        }
    }

    [Fact]
    public async Task Everything_is_delivered_before_a_failure()
    {
        byte[] bytes = Fingerprints.Bytes(Fingerprints.Random(5000));
        FingerprintSource source = FingerprintSource.FromStream(
            new MemoryStream(bytes[..^1]), Fingerprints.Shape, FingerprintFormat.Raw, "cut");
        long delivered = 0;
        await Assert.ThrowsAsync<KwsFormatException>(async () =>
        {
            await foreach (ClassifiedBlock block in Fingerprints.Classifier.ClassifyAsync(source, cancellationToken: Cancelled))
            {
                delivered += block.Count;
            }
        });
        Assert.Equal(4999, delivered);
    }

    private static FingerprintSource Empty() => FingerprintSource.FromStream(Stream.Null, Fingerprints.Shape, FingerprintFormat.Raw);

    /// <summary>A terminal at which nobody types.</summary>
    private sealed class StuckStream : MemoryStream
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Entered => _entered.Task;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _entered.SetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return 0;
        }
    }
}
