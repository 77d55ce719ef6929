using System.Globalization;
using System.Text.Json;
using Kws.Audio;
using Kws.Cli.Tests.Support;
using Kws.Fast;
using Kws.Listen.Tests.Support;
using Kws.Model;
using Kws.Reference;
using Kws.Testing;
using static Kws.Cli.Tests.Support.LabelledClips;

namespace Kws.Cli.Tests;

public sealed class LabelWavTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_single_file_gets_its_three_best_labels()
    {
        string clip = Write("clip.wav", 1, 1);
        int[] logits = LogitsOf(Wav.Tones(1, 1));
        CliResult result = CliResult.Run("label-wav", clip);
        Assert.Equal(new CliResult(0, "clip,rank,label,score,logit\n" + Rows(clip, logits, 3), ""), result);
    }

    [Fact]
    public void Scores_are_the_softmax_of_the_logits_to_four_digits()
    {
        string clip = Write("clip.wav", 1, 3);
        int[] logits = LogitsOf(Wav.Tones(1, 3));
        double[] powers = [.. logits.Select(logit => Math.Exp(Scores.DefaultScale * logit))];
        string[] lines = CliResult.Run("label-wav", clip, "--top", "99").Out.Split('\n')[1..^1];
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line =>
        {
            string[] cells = line.Split(',');
            Assert.Matches("^[01][.][0-9]{4}$", cells[3]);
            Assert.Equal(
                powers[KwsModel.Default.Labels.IndexOf(cells[2])] / powers.Sum(), double.Parse(cells[3], CultureInfo.InvariantCulture),
                0.000051);
        });
    }

    [Fact]
    public void The_front_end_is_the_one_asked_for()
    {
        string clip = Write("clip.wav", 1, 2);
        var extractor = new FingerprintExtractor(new FrontEnd
        {
            WindowLength = 640,
            HopLength = 528,
            BandCount = 30,
            LowestFrequency = 60.5,
            HighestFrequency = 7000,
        });
        var fingerprint = new sbyte[300];
        extractor.Extract(Wav.Tones(1, 2), fingerprint);
        int[] logits = new ReferenceClassifier(KwsModel.Default).Infer(fingerprint);
        Assert.NotEqual(LogitsOf(Wav.Tones(1, 2)), logits);

        CliResult result = CliResult.Run(
            "label-wav", clip, "--window", "640", "--hop", "528", "--bands", "30", "--lowest-frequency", "60.5", "--highest-frequency",
            "7000");
        const string Warning = "kws: the front end is another than the model was trained with "
            + "(16000 Hz, windows of 1024 every 512 samples, 40 bands from 20 to 4000 Hz)\n";
        Assert.Equal(new CliResult(0, "clip,rank,label,score,logit\n" + Rows(clip, logits, 3), Warning), result);
    }

    [Fact]
    public void Integers_are_those_of_the_plain_front_end()
    {
        string clip = Write("clip.wav", 1, 2);
        var frontEnd = new FrontEnd { Arithmetic = FrontEndArithmetic.Integers, TransformBits = 12 };
        int[] logits = new ReferenceClassifier(KwsModel.Default).Infer(new ReferenceFrontEnd(frontEnd).Extract(Wav.Tones(1, 2)));
        Assert.NotEqual(LogitsOf(Wav.Tones(1, 2)), logits);

        CliResult result = CliResult.Run("label-wav", clip, "--arithmetic", "integers", "--transform-bits", "12");
        Assert.Equal((0, "clip,rank,label,score,logit\n" + Rows(clip, logits, 3)), (result.ExitCode, result.Out));
    }

    [Theory]
    [InlineData("--arithmetic is 'float', expected integers or single-precision; see kws label-wav --help", "--arithmetic", "float")]
    [InlineData("--transform-bits is '7', expected an integer from 8 to 16; see kws label-wav --help", "--transform-bits", "7")]
    [InlineData("front end: TransformBits is 12, expected 16 with SinglePrecision", "--transform-bits", "12")]
    public void Arithmetic_that_there_is_not_is_refused(string problem, params string[] options) =>
        CliResult.Run(["label-wav", Write("clip.wav", 1, 2), .. options]).AssertFailed(2, problem);

    [Fact]
    public void A_pattern_stands_for_the_clips_that_match()
    {
        string[] clips = [Write("b-cat.wav", 1, 1), Write("a-cat.wav", 1, 2)];
        Write("a-dog.wav", 1, 3);
        string pattern = _directory.PathOf("*-cat.wav");
        Assert.Equal(CliResult.Run("label-wav", clips[1], clips[0], "--top", "1"), CliResult.Run("label-wav", pattern));
        string other = _directory.PathOf("*-bed.wav");
        CliResult.Run("label-wav", other, "--json").AssertFailed(3, $"{other}: there is no such file");
    }

    [Fact]
    public void A_folder_without_clips_is_refused_before_anything_is_labelled()
    {
        Directory.CreateDirectory(_directory.PathOf("empty"));
        CliResult.Run("label-wav", Write("clip.wav", 1, 1), _directory.PathOf("empty"))
            .AssertFailed(3, $"{_directory.PathOf("empty")}: there is no .wav file in this directory or below");
    }

    [Fact]
    public void An_empty_name_is_no_file() =>
        CliResult.Run("label-wav", "").AssertFailed(3, "'' is not the name of a file");

    [Fact]
    public void Any_number_of_threads_is_taken() =>
        Assert.Equal(0, CliResult.Run("label-wav", Write("clip.wav", 1, 1), "--threads", "1024").ExitCode);

    [Theory]
    [InlineData("--window", "64", "--window is '64', expected an integer from 65 to 4096; see kws label-wav --help")]
    [InlineData("--sample-rate", "999", "--sample-rate is '999', expected an integer from 1000 to 768000; see kws label-wav --help")]
    [InlineData("--bands", "257", "--bands is '257', expected an integer from 1 to 256; see kws label-wav --help")]
    [InlineData(
        "--highest-frequency", "4k", "--highest-frequency is '4k', expected a frequency in Hz, 0 or more; see kws label-wav --help")]
    [InlineData(
        "--highest-frequency", "9000", "front end: HighestFrequency is 9000, expected more than 20 and at most half the sample rate, 8000")]
    [InlineData("--bands", "9", "front end: CoefficientCount is 10, expected 1 to the 9 bands")]
    public void A_front_end_that_cannot_be_is_refused(string option, string value, string message) =>
        CliResult.Run("label-wav", Write("clip.wav", 1, 1), option, value).AssertFailed(ExitCode.WrongUsage, message);

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("5")]
    public void A_folder_gets_a_line_a_clip_in_order_whatever_the_threads(string threads)
    {
        Directory.CreateDirectory(_directory.PathOf("a"));
        Directory.CreateDirectory(_directory.PathOf("a-b"));
        var expected = new List<string>();
        for (int i = 0; i < 100; i++)
        {
            string folder = i % 3 == 0 ? "a" : i % 3 == 1 ? "a-b" : ".";
            string clip = Write(folder == "." ? $"{i}.wav" : Path.Combine(folder, $"{i}.WAV"), 0.2, i);
            expected.Add(Rows(clip, LogitsOf(Wav.Tones(0.2, i)), 1));
        }

        _directory.Write("a/notes.txt", "no clip");
        CliResult result = CliResult.Run("label-wav", _directory.Root, "--threads", threads);
        Assert.Equal("clip,rank,label,score,logit\n" + string.Concat(expected.Order(StringComparer.Ordinal)), result.Out);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
    }

    [Fact]
    public void A_short_clip_is_followed_by_silence()
    {
        short[] samples = Wav.Tones(3, 5);
        Wav.Write(_directory.PathOf("short.wav"), samples.AsSpan(0, 8000));
        Wav.Write(_directory.PathOf("empty.wav"), []);
        AssertLogits("short.wav", [.. samples[..8000], .. new short[8000]]);
        AssertLogits("empty.wav", new short[16_000]);

        void AssertLogits(string name, short[] second) => Assert.EndsWith(
            Rows(_directory.PathOf(name), LogitsOf(second), 1), CliResult.Run("label-wav", _directory.PathOf(name), "--top", "1").Out);
    }

    [Fact]
    public void Sliding_tells_when_the_labelled_second_begins()
    {
        // Silence, then the same sound as in the other clip, beginning at the 47th position.
        short[] sound = Wav.Tones(1, FirstKeyword());
        Wav.Write(_directory.PathOf("late.wav"), [.. new short[47 * 512], .. sound, .. new short[16_000]]);
        string[] lines = CliResult.Run("label-wav", _directory.PathOf("late.wav"), "--slide").Out.Split('\n');
        Assert.Equal("clip,time,rank,label,score,logit", lines[0]);
        string[] best = lines[1].Split(',');
        double time = double.Parse(best[1], CultureInfo.InvariantCulture);
        Assert.True(best[3] is "cat" or "happy", best[3]);
        Assert.Equal(0, time / 0.032 % 1, 0.001);
        Assert.InRange(time, 0.5, 2.5);

        int start = (int)Math.Round(time * 16_000);
        short[] samples = [.. new short[47 * 512], .. sound, .. new short[16_000]];
        Assert.Equal(LogitsOf(samples[start..(start + 16_000)]).Max(), int.Parse(best[5]));
    }

    [Fact]
    public void Json_has_an_object_a_line()
    {
        string first = Write("a.wav", 1, 1);
        string second = Write("b \"ü\".wav", 1, 2);
        CliResult result = CliResult.Run("label-wav", first, second, "--json", "--top", "2");
        JsonElement[] clips = [.. result.Out.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([first, second], clips.Select(clip => clip.GetProperty("clip").GetString()!));
        Assert.All(clips.Zip([1, 2]), pair =>
        {
            (JsonElement clip, int seed) = pair;
            Assert.Equal(["clip", "labels"], clip.EnumerateObject().Select(member => member.Name));
            int[] logits = LogitsOf(Wav.Tones(1, seed));
            Assert.Equal(
                logits.OrderDescending().Take(2).Select(logit => (KwsModel.Default.Labels[Array.IndexOf(logits, logit)], logit)),
                clip.GetProperty("labels").EnumerateArray().Select(label =>
                    (label.GetProperty("label").GetString()!, label.GetProperty("logit").GetInt32())));
            Assert.All(clip.GetProperty("labels").EnumerateArray(), label => Assert.InRange(label.GetProperty("score").GetDouble(), 0, 1));
        });

        JsonElement sliding = JsonDocument.Parse(CliResult.Run("label-wav", first, "--json", "--slide").Out).RootElement;
        Assert.Equal(["clip", "time", "labels"], sliding.EnumerateObject().Select(member => member.Name));
        Assert.Equal((0, 3), (sliding.GetProperty("time").GetDouble(), sliding.GetProperty("labels").GetArrayLength()));
    }

    [Fact]
    public void Hidden_files_of_a_folder_are_skipped()
    {
        string clip = Write("clip.wav", 1, 1);
        _directory.Write("._clip.wav", "no sound");
        Directory.CreateDirectory(_directory.PathOf(".Trashes"));
        _directory.Write(".Trashes/x.wav", "no sound");
        Assert.Equal(
            new CliResult(0, "clip,rank,label,score,logit\n" + Rows(clip, LogitsOf(Wav.Tones(1, 1)), 1), ""),
            CliResult.Run("label-wav", _directory.Root));
    }

    [Fact]
    public void A_terminal_gets_a_table_and_a_closing_line()
    {
        string clip = Write("clip.wav", 1, 1);
        int[] logits = LogitsOf(Wav.Tones(1, 1));
        CliResult result = CliResult.RunOnTerminal("label-wav", clip, "--kernel", "Scalar");
        string[] lines = result.Out.Split('\n');
        Assert.Equal("label       score   logit  clip", lines[0]);
        Assert.Equal(
            [.. logits.OrderDescending().Take(3).Select(logit => KwsModel.Default.Labels[Array.IndexOf(logits, logit)])],
            lines[1..^1].Select(line => line.Split(' ')[0]));
        Assert.All(lines[1..^1], line => Assert.Matches($"^.{{9}}  [01][.][0-9]{{4}}  [ 0-9-]{{6}}  .*clip.wav$", line));
        Assert.Equal("clips: 1, kernel: Scalar\n", result.Error);
        Assert.StartsWith("label       score   logit   time, s  clip\n", CliResult.RunOnTerminal("label-wav", clip, "--slide").Out);
    }

    [Fact]
    public void A_path_with_a_comma_or_quote_is_quoted()
    {
        string clip = Write("a,\"b\".wav", 1, 1);
        string line = CliResult.Run("label-wav", clip).Out.Split('\n')[1];
        Assert.StartsWith($"\"{clip.Replace("\"", "\"\"", StringComparison.Ordinal)}\",1,", line);
    }

    [Fact]
    public void A_bad_clip_is_told_and_the_others_are_labelled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need privileges");
        Write("a.wav", 1, 1);
        Write("c.wav", 1, 2);
        string bad = _directory.PathOf("b.wav");
        File.CreateSymbolicLink(bad, _directory.PathOf("gone"));
        CliResult result = CliResult.Run("label-wav", _directory.Root);
        Assert.Equal($"kws: {bad}: there is no such file\nkws: 1 of 3 clips failed\n", result.Error);
        Assert.Equal(3, result.ExitCode);
        Assert.Equal(
            "clip,rank,label,score,logit\n" + Rows(_directory.PathOf("a.wav"), LogitsOf(Wav.Tones(1, 1)), 1)
            + Rows(_directory.PathOf("c.wav"), LogitsOf(Wav.Tones(1, 2)), 1),
            result.Out);
    }

    [Fact]
    public void A_single_bad_file_is_told_in_one_line() =>
        CliResult.Run("label-wav", "missing.wav").AssertFailed(3, "missing.wav: there is no such file");

    [Fact]
    public void A_folder_without_clips() =>
        CliResult.Run("label-wav", _directory.Root).AssertFailed(3, $"{_directory.Root}: there is no .wav file in this directory or below");

    [Theory]
    [InlineData("--top is '0', expected an integer from 1 to 2147483647; see kws label-wav --help", "a.wav", "--top", "0")]
    [InlineData("standard input (-) can be read only once; see kws label-wav --help", "-", "-")]
    [InlineData("Required argument 'input' missing for command: 'label-wav'; see kws label-wav --help")]
    public void Wrong_usage(string message, params string[] args) => CliResult.Run(["label-wav", .. args]).AssertFailed(2, message);

    [Fact]
    public void Another_model_has_its_own_labels()
    {
        string clip = Write("clip.wav", 1, 1);
        string labels = _directory.Write("labels.txt", "quiet\nother\nchat\nΧαρά\n");
        int[] logits = LogitsOf(Wav.Tones(1, 1));
        string best = new[] { "quiet", "other", "chat", "Χαρά" }[Array.IndexOf(logits, logits.Max())];
        Assert.StartsWith($"{clip},1,{best},", CliResult.Run("label-wav", clip, "--labels", labels).Out.Split('\n')[1]);
    }

    private string Write(string name, double seconds, int seed)
    {
        Wav.Write(_directory.PathOf(name), Wav.Tones(seconds, seed));
        return _directory.PathOf(name);
    }

    private static int FirstKeyword() => Enumerable.Range(0, 1000).First(seed =>
    {
        int[] logits = LogitsOf(Wav.Tones(1, seed));
        return Array.IndexOf(logits, logits.Max()) >= 2;
    });
}
