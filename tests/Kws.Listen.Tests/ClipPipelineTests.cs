using System.Collections.Immutable;
using Kws.Fast;
using Kws.Listen.Clips;
using Kws.Model;
using Kws.Testing;

namespace Kws.Listen.Tests;

public sealed class ClipPipelineTests
{
    private static readonly KwsClassifier Classifier = new(KwsModel.Default);

    [Theory]
    [InlineData(1, 1000)]
    [InlineData(2, 1000)]
    [InlineData(7, 1000)]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    [InlineData(3, 32)]
    public void Clips_come_in_order_with_their_own_logits_whatever_the_threads(int threads, int count)
    {
        var seen = new List<string>();
        new ClipPipeline(Classifier, new Noise(), threads).Run(Clips(count), Check, TestContext.Current.CancellationToken);
        Assert.Equal(Names(count), seen);

        void Check(in ClipResult result)
        {
            var fingerprint = new sbyte[300];
            var logits = new int[4];
            Assert.Equal(new Noise().Read(result.Clip, fingerprint), result.Start);
            Classifier.Infer(fingerprint, logits);
            Assert.Null(result.Failure);
            Assert.Equal(fingerprint, result.Fingerprint);
            Assert.Equal(logits, result.Logits);
            seen.Add(result.Clip.Name);
        }
    }

    [Fact]
    public void A_clip_that_fails_does_not_stop_the_others()
    {
        var failures = new List<(string, string)>();
        int right = 0;
        var reading = new Noise(path => Fail(int.Parse(path)));
        new ClipPipeline(Classifier, reading, 2).Run(Clips(300), Count, TestContext.Current.CancellationToken);
        Assert.Equal(297, right);
        Assert.Equal([("0", "0: no clip"), ("31", "gone"), ("299", "not allowed")], failures);

        void Count(in ClipResult result)
        {
            if (result.Failure is { } failure)
            {
                failures.Add((result.Clip.Name, failure.Message));
            }
            else
            {
                right++;
            }
        }

        static Exception? Fail(int clip) => clip switch
        {
            0 => new KwsFormatException("0", 0, "no clip"),
            31 => new FileNotFoundException("gone"),
            299 => new UnauthorizedAccessException("not allowed"),
            _ => null,
        };
    }

    [Fact]
    public void A_value_beyond_32_bits_is_the_failure_of_its_own_clip()
    {
        // With this bias the second logit of some clips overflows, and of others does not.
        KwsModel standard = HardwareTeam.Model;
        var model = new KwsModel(standard.Network, standard.Network.Tensors.Select(spec =>
            spec.Name.EndsWith("/biases:0", StringComparison.Ordinal) ? [0, int.MaxValue, 0, 0] : standard[spec]));
        var without = new KwsModel(standard.Network, standard.Network.Tensors.Select(spec =>
            spec.Name.EndsWith("/biases:0", StringComparison.Ordinal) ? ImmutableArray.Create(0, 0, 0, 0) : standard[spec]));
        var plain = new KwsClassifier(without);
        int failed = 0;
        new ClipPipeline(new KwsClassifier(model), new Noise(), 2).Run(Clips(100), Check, TestContext.Current.CancellationToken);
        Assert.InRange(failed, 1, 99);

        void Check(in ClipResult result)
        {
            var fingerprint = new sbyte[300];
            var logits = new int[4];
            new Noise().Read(result.Clip, fingerprint);
            plain.Infer(fingerprint, logits);
            Assert.Equal(logits[1] > 0, result.Failure is OverflowException);
            failed += result.Failure is null ? 0 : 1;
            if (result.Failure is null)
            {
                Assert.Equal(logits[0], result.Logits[0]);
            }
        }
    }

    [Fact]
    public void What_is_nobodys_fault_ends_the_run()
    {
        var reading = new Noise(path => path == "500" ? new InvalidOperationException("a defect") : null);
        int handed = 0;
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
            new ClipPipeline(Classifier, reading, 2).Run(Clips(100_000), (in _) => handed++, TestContext.Current.CancellationToken));
        Assert.Equal("a defect", failure.Message);

        // All blocks before it (1, 2, 4, 8, 16 and 14 times 32), and nothing behind.
        Assert.Equal(479, handed);
    }

    [Fact]
    public void Clips_before_a_failure_of_their_list_are_handed_over()
    {
        int handed = 0;
        Assert.Throws<UnauthorizedAccessException>(() =>
            new ClipPipeline(Classifier, new Noise(), 2).Run(Broken(), (in _) => handed++, TestContext.Current.CancellationToken));
        Assert.Equal(50, handed);

        static IEnumerable<Clip> Broken()
        {
            foreach (Clip clip in Clips(50))
            {
                yield return clip;
            }

            throw new UnauthorizedAccessException();
        }
    }

    [Fact]
    public void A_few_clips_occupy_all_threads()
    {
        // Each waits until the other is being read too.
        using var both = new Barrier(2);
        var reading = new Noise(_ => both.SignalAndWait(TimeSpan.FromMinutes(5)) ? null : new IOException("alone"));
        var failures = new List<Exception?>();
        new ClipPipeline(
            Classifier, reading, 2).Run(Clips(2), (in result) => failures.Add(result.Failure), TestContext.Current.CancellationToken);
        Assert.Equal([null, null], failures);
    }

    [Fact]
    public void Cancelling_does_not_wait_for_the_rest_of_a_block()
    {
        using var cancellation = new CancellationTokenSource();
        int read = 0;
        var reading = new Noise(path =>
        {
            Interlocked.Increment(ref read);
            if (path == "40")
            {
                cancellation.Cancel();
            }

            return null;
        });
        Assert.ThrowsAny<OperationCanceledException>(
            () => new ClipPipeline(Classifier, reading, 1).Run(Clips(100_000), (in _) => { }, cancellation.Token));
        Assert.Equal(41, read);
    }

    [Fact]
    public void A_handler_that_has_seen_enough_ends_the_run()
    {
        int handed = 0;
        Assert.Throws<IOException>(() => new ClipPipeline(Classifier, new Noise(), 2).Run(
            Clips(int.MaxValue), (in _) => throw new IOException($"{++handed}"), TestContext.Current.CancellationToken));
        Assert.Equal(1, handed);
    }

    [Fact]
    public void A_run_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        int handed = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => new ClipPipeline(Classifier, new Noise(), 2).Run(
            Clips(int.MaxValue), Handle, cancellation.Token));
        Assert.InRange(handed, 100, 100_000);

        void Handle(in ClipResult result)
        {
            if (++handed == 100)
            {
                cancellation.Cancel();
            }
        }
    }

    private static IEnumerable<Clip> Clips(int count) => Names(count).Select(name => new Clip(name));

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"{i}");

    /// <summary>Fingerprints that the name decides, some of which take long.</summary>
    private sealed class Noise(Func<string, Exception?>? failure = null) : IClipReading
    {
        public int Read(ReadOnlySpan<short> samples, Span<sbyte> fingerprint) => throw new NotSupportedException();

        public int Read(Clip clip, Span<sbyte> fingerprint)
        {
            if (failure?.Invoke(clip.Name) is { } exception)
            {
                fingerprint.Fill(sbyte.MaxValue);
                throw exception;
            }

            int number = int.Parse(clip.Name);
            var random = new Random(number);
            if (random.Next(50) == 0)
            {
                Thread.Sleep(1);
            }

            foreach (ref sbyte value in fingerprint)
            {
                value = (sbyte)random.Next(SixBit.Min, SixBit.Max + 1);
            }

            return number * 3;
        }
    }
}
