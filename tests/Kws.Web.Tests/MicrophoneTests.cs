using Kws.Web.Tests.Support;
using PuppeteerSharp;

namespace Kws.Web.Tests;

/// <summary>The microphone: of Chromium, which plays a WAV file again and again, or denied, or missing.</summary>
public class MicrophoneTests(Site site)
{
    [Fact(Explicit = true)]
    public async Task The_words_of_a_sound_are_found_through_the_microphone()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        await visit.ClickAsync("#microphone");
        await visit.WaitForAsync("""["happy", "cat"].every(word => document.getElementById("detections").textContent.includes(word))""");
        Assert.StartsWith("Listening at ", await visit.TextAsync("status"), StringComparison.Ordinal);
        Assert.Equal("Stop", await visit.TextAsync("microphone"));

        await visit.ClickAsync("#microphone");
        await visit.WaitForAsync("""document.getElementById("status").textContent.startsWith("microphone: ")""");
        Assert.Equal("Listen to the microphone", await visit.TextAsync("microphone"));
        Assert.All(await visit.DetectionsAsync(), line => Assert.Matches(@"^(\d+:)?\d+\.\d\d( s)?\|(happy|cat)\|[01]\.\d\d$", line));
        Assert.Empty(visit.Errors);
    }

    [Fact(Explicit = true)]
    public async Task Another_model_takes_over_while_the_microphone_is_open()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        await visit.ClickAsync("#microphone");
        await visit.WaitForAsync("""document.getElementById("status").textContent.startsWith("Listening")""");
        await visit.DropAsync(Repository.File("samples", "models", "ds-cnn-s.safetensors"));
        await visit.WaitForAsync("""document.querySelectorAll("#labels li").length === 12""");
        await visit.WaitForAsync("""[...document.querySelectorAll("#labels .score")].some(score => Number(score.textContent) > 0)""");
        Assert.Equal("Say one of 10 words", await visit.TextAsync("title"));
        Assert.Empty(visit.Errors);
    }

    [Fact(Explicit = true)]
    public async Task A_denied_microphone_is_a_sentence()
    {
        Chromium.Require();
        await using IBrowser browser =
            await Chromium.LaunchAsync("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream=deny");
        await using Visit visit = await site.OpenAsync(browser: browser);
        await visit.ClickAsync("#microphone");
        Assert.StartsWith("The microphone was denied. ", await visit.ProblemAsync(), StringComparison.Ordinal);
        Assert.Equal("Listen to the microphone", await visit.TextAsync("microphone"));
    }

    [Theory(Explicit = true)]
    [InlineData(
        """navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"))""",
        "There is no microphone. ")]
    [InlineData("delete MediaDevices.prototype.getUserMedia", "This browser gives no microphone to this page: ")]
    public async Task A_missing_microphone_is_a_sentence(string script, string sentence)
    {
        Chromium.Require();
        await using Visit visit = await site.NewAsync();
        await visit.Page.EvaluateExpressionOnNewDocumentAsync(script);
        await visit.OpenAsync();
        await visit.WaitForAsync("""document.getElementById("status").textContent === "Ready." """);
        await visit.ClickAsync("#microphone");
        Assert.StartsWith(sentence, await visit.ProblemAsync(), StringComparison.Ordinal);
    }
}
