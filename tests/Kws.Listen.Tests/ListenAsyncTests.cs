using System.Runtime.CompilerServices;
using Kws.Audio.Tests.Support;
using Kws.Fast;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Testing;

namespace Kws.Listen.Tests;

/// <summary>The asynchronous forms give what the callback receives.</summary>
public class ListenAsyncTests
{
    private static readonly KwsClassifier Loudness = new(Models.Loudness);
    private static readonly short[] Loud = Sound.Noise(1, 8_000, level: 20_000);
    private static readonly short[] Words = [.. new short[32_000], .. Loud, .. new short[32_000], .. Loud, .. new short[32_000]];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pieces_and_a_stream_give_what_the_callback_receives()
    {
        var expected = new List<KeywordDetection>();
        new KeywordStream(Loudness, expected.Add).Push(Words);
        Assert.Equal(2, expected.Count);

        Assert.Equal(expected, await Heard(Listen(Pieces(Words, Cancelled))));
        Assert.Equal(expected, await Heard(Listen(new OddStream(WavBuilder.Pcm16(Words)))));

        short[] stereo = [.. Words.SelectMany(sample => new[] { sample, sample })];
        Assert.Equal(expected, await Heard(Listen(Pieces(stereo, Cancelled), new KeywordStreamOptions { Channels = 2 })));
    }

    [Fact]
    public async Task A_keyword_comes_before_the_sound_goes_on()
    {
        int asked = 0;
        await using IAsyncEnumerator<KeywordDetection> heard = Listen(Endless()).GetAsyncEnumerator(Cancelled);
        Assert.True(await heard.MoveNextAsync());
        Assert.Equal("cat", heard.Current.Name);
        Assert.InRange(asked, 1, 1 + (int)(heard.Current.Position / 1600));

        async IAsyncEnumerable<ReadOnlyMemory<short>> Endless()
        {
            while (true)
            {
                yield return Words.AsMemory(1600 * (asked++ % (Words.Length / 1600)), 1600);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Listening_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (KeywordDetection detection in KeywordStream.ListenAsync(
                Loudness, new EndlessStream(WavBuilder.Pcm16(Words)), cancellationToken: cancellation.Token))
            {
                cancellation.Cancel();
            }
        });
        Assert.True(cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task What_are_no_raw_samples_is_refused()
    {
        Assert.Equal(
            "stream: this is a WAV file, expected raw samples of 16 bits",
            (await Assert.ThrowsAsync<KwsFormatException>(() => Hear(WavBuilder.Of(16_000, Loud)))).Message);
        Assert.Equal(
            "stream: the sound ends within a sample, expected samples of 2 bytes",
            (await Assert.ThrowsAsync<KwsFormatException>(() => Hear([1, 2, 3]))).Message);
        await Hear([]);

        static Task Hear(byte[] bytes) => Heard(Listen(new MemoryStream(bytes)));
    }

    [Fact]
    public void Wrong_arguments_are_refused_before_anything_is_read()
    {
        Assert.Throws<ArgumentNullException>(
            "classifier", () => KeywordStream.ListenAsync(null!, Stream.Null, cancellationToken: Cancelled));
        Assert.Throws<ArgumentNullException>("sound", () => Listen((Stream)null!));
        Assert.Throws<ArgumentNullException>("sound", () => Listen((IAsyncEnumerable<ReadOnlyMemory<short>>)null!));
        Assert.Throws<ArgumentOutOfRangeException>("Channels", () => Listen(Stream.Null, new KeywordStreamOptions { Channels = 0 }));
    }

    private static IAsyncEnumerable<KeywordDetection> Listen(Stream sound, KeywordStreamOptions? options = null) =>
        KeywordStream.ListenAsync(Loudness, sound, options, cancellationToken: Cancelled);

    private static IAsyncEnumerable<KeywordDetection> Listen(
        IAsyncEnumerable<ReadOnlyMemory<short>> sound, KeywordStreamOptions? options = null) =>
        KeywordStream.ListenAsync(Loudness, sound, options, cancellationToken: Cancelled);

    private static async Task<List<KeywordDetection>> Heard(IAsyncEnumerable<KeywordDetection> detections) =>
        await detections.ToListAsync(Cancelled);

    private static async IAsyncEnumerable<ReadOnlyMemory<short>> Pieces(
        short[] samples, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (short[] piece in Sound.Pieces(samples, seed: 1))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return piece;
        }
    }

    /// <summary>Gives an odd number of bytes at a time, so that samples are cut in two.</summary>
    private sealed class OddStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 777)], cancellationToken);
    }
}
