using Kws.Web.Tests.Support;
using PuppeteerSharp.Input;

namespace Kws.Web.Tests;

/// <summary>The page itself: its requests, the keyboard, narrow screens, old browsers.</summary>
public class PageTests(Site site)
{
    [Fact(Explicit = true)]
    public async Task No_request_leaves_the_origin()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        await visit.ClickAsync("[data-sample=words]");
        await visit.WaitForEndOfAsync("words.wav");
        await visit.ClickAsync("#microphone");
        await visit.WaitForAsync("""document.getElementById("status").textContent.startsWith("Listening")""");
        Assert.NotEmpty(visit.Requests);
        Assert.All(visit.Requests, request => Assert.Equal(visit.Address.Authority, request.Authority));
        Assert.Empty(visit.Errors);
    }

    [Fact(Explicit = true)]
    public async Task The_policy_of_the_page_refuses_requests_to_other_origins()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        Assert.Equal("connect-src", await visit.EvaluateAsync<string>(
            """
            await new Promise(resolve => {
              document.addEventListener("securitypolicyviolation", violation => resolve(violation.effectiveDirective));
              fetch("http://127.0.0.1:9/").catch(() => setTimeout(() => resolve("not refused by the policy"), 10_000));
            })
            """));
    }

    [Fact(Explicit = true)]
    public async Task Every_control_is_reached_and_works_by_keyboard()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        string[] controls = ["microphone", "choose-sound", "words", "happy", "cat", "model", "choose-model", "threshold"];
        foreach (string control in controls)
        {
            await visit.Page.Keyboard.PressAsync(Key.Tab);
            Assert.Equal(control, await FocusedAsync(visit));
        }

        await visit.Page.FocusAsync("[data-sample=words]");
        await visit.Page.Keyboard.PressAsync(Key.Enter);
        await visit.WaitForEndOfAsync("words.wav");
        Assert.Equal(2, (await visit.DetectionsAsync()).Length);

        await visit.Page.FocusAsync("#scroll");
        await visit.Page.Keyboard.PressAsync(Key.End);
        Assert.Equal("6.38 s", await visit.EvaluateAsync<string>("""document.getElementById("scroll").ariaValueText"""));

        await visit.Page.FocusAsync("#threshold");
        await visit.Page.Keyboard.PressAsync(Key.End);
        Assert.Equal("1.00", await visit.TextAsync("threshold-value"));
        await visit.WaitForAsync("""document.querySelectorAll("#detections li").length === 0""");

        await visit.Page.FocusAsync("#microphone");
        await visit.Page.Keyboard.PressAsync(" ");
        await visit.WaitForAsync("""document.getElementById("status").textContent.startsWith("Listening")""");
        Assert.Empty(visit.Errors);
    }

    [Theory(Explicit = true)]
    [InlineData(320)]
    [InlineData(390)]
    public async Task A_narrow_screen_has_no_horizontal_scroll(int width)
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync(width, 700);
        await visit.DropAsync($"{new string('x', 200)}.wav", [1, 2, 3]);
        await visit.ProblemAsync();
        await visit.ClickAsync("[data-sample=words]");
        await visit.DropAsync(
            Repository.File("samples", "models", "ds-cnn-s.safetensors"), "a-model-with-a-long-name-for-a-narrow-screen.safetensors");
        await visit.WaitForAsync("""document.querySelectorAll("#labels li").length === 12""");
        Assert.InRange(await visit.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
    }

    /// <summary>The names that a screen reader reads.</summary>
    [Fact(Explicit = true)]
    public async Task Every_control_has_a_name()
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync();
        await visit.ClickAsync("[data-sample=words]");
        await visit.WaitForEndOfAsync("words.wav");
        string[] nameless = await visit.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("button, select, input:not([hidden]), canvas, [role=meter], [role=log], [role=group]")]
              .filter(control => !(control.ariaLabel || control.matches("button") && control.textContent.trim() || control.labels?.length
                || document.getElementById(control.getAttribute("aria-labelledby"))?.textContent))
              .map(control => control.outerHTML)
            """);
        Assert.Empty(nameless);
        Assert.Equal(
            "Level, coefficients and scores over time: 6.38 s of words.wav, 2 detections",
            await visit.EvaluateAsync<string>("""document.getElementById("timeline").ariaLabel"""));
    }

    [Theory(Explicit = true)]
    [InlineData("delete globalThis.WebAssembly", "This browser has no WebAssembly, ")]
    [InlineData("WebAssembly.validate = () => false", "This browser has no vector instructions in WebAssembly (SIMD), ")]
    public async Task An_old_browser_is_a_sentence(string script, string sentence)
    {
        Chromium.Require();
        await using Visit visit = await site.NewAsync();
        await visit.Page.EvaluateExpressionOnNewDocumentAsync(script);
        await visit.OpenAsync();
        Assert.StartsWith(sentence, await visit.ProblemAsync(), StringComparison.Ordinal);
    }

    private static Task<string> FocusedAsync(Visit visit) =>
        visit.EvaluateAsync<string>("document.activeElement.id || document.activeElement.dataset.sample");
}
