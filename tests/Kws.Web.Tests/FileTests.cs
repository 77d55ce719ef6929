using Kws.Audio;
using Kws.Fast;
using Kws.Listen;
using Kws.Model;
using Kws.Testing;
using Kws.Web.Tests.Support;

namespace Kws.Web.Tests;

/// <summary>WAV files and model files: the page computes the integers of the library.</summary>
public class FileTests(Site site)
{
    private const string IntegerFrontEnd = "integers.safetensors";

    private static readonly string Words = Repository.File("samples", "words.wav");

    [Theory(Explicit = true)]
    [InlineData("live")]
    [InlineData("default")]
    [InlineData("ds-cnn-s.safetensors")]
    [InlineData("gru-s.safetensors")]
    [InlineData(IntegerFrontEnd)]
    public async Task Hops_and_detections_are_those_of_the_library(string name)
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        using var directory = new TemporaryDirectory();
        string file = name == IntegerFrontEnd ? WithIntegerFrontEnd(directory) : Repository.File("samples", "models", name);
        switch (name)
        {
            case "live":
                break;
            case "default":
                await visit.Page.SelectAsync("#model", name);
                break;
            default:
                await visit.ChooseAsync("#choose-model", file);
                await visit.WaitForAsync($"""document.getElementById("model").selectedOptions[0].text === "{name}" """);
                break;
        }

        KwsModel model = name switch { "live" => KwsModel.Live, "default" => KwsModel.Default, _ => KwsModel.Load(file) };
        (long[][] hops, string[] detections) = Hear(model);
        await visit.DropAsync(Words);
        await visit.WaitForEndOfAsync("words.wav");
        Assert.Equal(hops, await visit.EvaluateAsync<long[][]>(
            """
            (await import(new URL("session.js", document.baseURI))).session.history.hops
              .filter(hop => hop.logits)
              .map(hop => [hop.position, ...hop.frame, ...hop.logits])
            """));
        Assert.Equal(detections, await visit.DetectionsAsync());
        Assert.Equal("Vector128, in WebAssembly", await visit.TextAsync("kernel"));
        Assert.Empty(visit.Errors);
    }

    [Fact(Explicit = true)]
    public async Task A_threshold_holds_for_the_whole_file()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        await visit.ChooseAsync("#choose-sound", Words);
        await visit.WaitForEndOfAsync("words.wav");
        string[] heard = ["1.57 s|happy|0.60", "5.28 s|cat|0.56"];
        Assert.Equal(heard, await visit.DetectionsAsync());

        // "cat" reaches 0.97, "happy" 1.
        await visit.EvaluateAsync<bool>(
            """
            { const slider = document.getElementById("threshold"); slider.value = 0.99; return slider.dispatchEvent(new Event("input")); }
            """);
        await visit.WaitForAsync("""document.querySelectorAll("#detections li").length === 1""");
        await visit.WaitForEndOfAsync("words.wav");
        Assert.Contains("|happy|", Assert.Single(await visit.DetectionsAsync()), StringComparison.Ordinal);

        await visit.ClickAsync("#own-threshold");
        await visit.WaitForAsync("""document.querySelectorAll("#detections li").length === 2""");
        Assert.Equal(heard, await visit.DetectionsAsync());
    }

    [Fact(Explicit = true)]
    public async Task A_file_plays_and_its_cursor_moves()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        await visit.ClickAsync("[data-sample=happy]");
        await visit.WaitForEndOfAsync("happy.wav");
        await visit.ClickAsync("#play");
        await visit.WaitForAsync("""document.getElementById("play").textContent === "Stop" """);
        await visit.WaitForAsync("""document.getElementById("play").textContent === "Play" """);
        Assert.Empty(visit.Errors);
    }

    [Fact(Explicit = true)]
    public async Task A_wrong_file_is_named_in_a_sentence()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        await visit.DropAsync("notes.wav", "Nothing to hear here."u8.ToArray());
        Assert.StartsWith("notes.wav: ", await visit.ProblemAsync(), StringComparison.Ordinal);
        Assert.EndsWith("expected 'RIFF' as a WAV file does", await visit.ProblemAsync(), StringComparison.Ordinal);

        await visit.DropAsync(Words, "words.safetensors");
        await visit.WaitForAsync("""document.getElementById("problem").textContent.startsWith("words.safetensors: not a model file: ")""");

        // The page goes on with the model before.
        await visit.DropAsync(Words);
        await visit.WaitForEndOfAsync("words.wav");
        Assert.Equal(2, (await visit.DetectionsAsync()).Length);
        Assert.True(await visit.EvaluateAsync<bool>("""document.getElementById("problem").hidden"""));
        Assert.Equal("live", await visit.EvaluateAsync<string>("""document.getElementById("model").value"""));
    }

    /// <summary>The model for live sound, whose fingerprints are integers from the samples on.</summary>
    private static string WithIntegerFrontEnd(TemporaryDirectory directory)
    {
        KwsModel live = KwsModel.Live;
        FrontEnd frontEnd = live.FrontEnd with { Arithmetic = FrontEndArithmetic.Integers };
        string file = directory.PathOf(IntegerFrontEnd);
        new KwsModel(live.Network, live.Tensors, live.Labels, frontEnd, live.Detection).Save(file);
        return file;
    }

    /// <summary>Every hop as position, newest frame and logits, and the lines of the list of detections.</summary>
    private static (long[][] Hops, string[] Detections) Hear(KwsModel model)
    {
        int coefficients = model.FrontEnd.CoefficientCount;
        List<long[]> hops = [];
        List<string> detections = [];
        var stream = new KeywordStream(
            new KwsClassifier(model),
            detection => detections.Add(
                FormattableString.Invariant($"{detection.Time.TotalSeconds:F2} s|{detection.Name}|{detection.Score:F2}")))
        {
            Heard = (in hop) => hops.Add(
            [
                hop.Position,
                .. hop.Fingerprint[^coefficients..].ToArray().Select(value => (long)value),
                .. hop.Logits.ToArray().Select(value => (long)value),
            ]),
        };
        stream.Push(WavFile.Read(Words, model.FrontEnd.SampleRate));
        return ([.. hops], [.. detections]);
    }
}
