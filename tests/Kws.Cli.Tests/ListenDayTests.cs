using System.Text.Json;
using Kws.Audio;
using Kws.Audio.Tests.Support;
using Kws.Cli.Tests.Support;

namespace Kws.Cli.Tests;

/// <summary><c>kws listen</c> for a long time: no sample of drift, and no more memory.</summary>
public class ListenDayTests
{
    private const int HopLength = 512;
    private const int Rate = 16_000;

    /// <summary>The samples of the words with what follows them: a detection is in them.</summary>
    private const int WordsLength = 200 * HopLength;

    /// <summary>Bytes that may be allocated for an hour of sound: its detections, as text, and nothing for a hop.</summary>
    private const long BytesPerHour = 10_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(24, Explicit = true)]
    public void Detections_do_not_drift(int hours)
    {
        // A whole number of hops: every time round is heard alike.
        short[] words = WavFile.Read(TestData.PathOf("words.wav"), Rate);
        short[] round = [.. words, .. new short[WordsLength - words.Length], .. RunningSpeech(seconds: 60 * hours)];
        long rounds = (long)hours * 3600 * Rate / round.Length;
        using var sound = new Rounds([.. round.SelectMany(BitConverter.GetBytes)], rounds);

        // Of this thread alone: other tests run at the same time.
        long before = GC.GetAllocatedBytesForCurrentThread();
        CliResult result = CliResult.RunWithInput(sound, "listen", "--json", "--threshold", "0.4");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        (string Label, long Position)[] heard = [.. result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            JsonElement json = JsonDocument.Parse(line).RootElement;
            Assert.Equal(Math.Round((double)json.GetProperty("position").GetInt64() / Rate, 3), json.GetProperty("time").GetDouble());
            return (json.GetProperty("label").GetString()!, json.GetProperty("position").GetInt64());
        })];

        // The first round begins with the start of the stream.
        (string Label, long Position)[] one = [.. heard.Where(word => word.Position / round.Length == 1)];
        Assert.Equal(["happy", "cat"], one.Where(word => word.Position % round.Length < WordsLength).Select(word => word.Label));
        Assert.Equal(
            Enumerable.Range(1, (int)rounds - 1).SelectMany(
                turn => one.Select(word => (word.Label, word.Position + ((turn - 1L) * round.Length)))),
            heard.Where(word => word.Position / round.Length >= 1));
        Assert.InRange(allocated, BytesPerHour / 100, 30_000_000 + (hours * BytesPerHour));
    }

    /// <summary>Sentences of many speakers, some of them heard as keywords at this threshold; none where there are no recordings.</summary>
    private static List<short> RunningSpeech(int seconds)
    {
        var samples = new List<short>();
        IEnumerable<string> files = Speech.Running is { } folder ? Directory.GetFiles(folder, "*.wav").Order(StringComparer.Ordinal) : [];
        foreach (string file in files.TakeWhile(_ => samples.Count < seconds * Rate))
        {
            samples.AddRange(WavFile.Read(file, Rate));
        }

        samples.AddRange(new short[(HopLength - (samples.Count % HopLength)) % HopLength]);
        return samples;
    }

    /// <summary>The same bytes again and again.</summary>
    private sealed class Rounds(byte[] round, long rounds) : MemoryStream(round)
    {
        private long _left = rounds;

        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (base.Position == Length && --_left > 0)
            {
                base.Position = 0;
            }

            return base.Read(buffer, offset, count);
        }

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();
    }
}
