using Kws.Web.Tests.Support;
using PuppeteerSharp;

namespace Kws.Web.Tests;

/// <summary>Pictures of the page for the documentation, in <c>artifacts/web-pictures</c>.</summary>
public class PictureTests(Site site)
{
    [Theory(Explicit = true)]
    [InlineData("web", 1280, false)]
    [InlineData("web-phone", 390, true)]
    public async Task The_page_can_be_drawn(string name, int width, bool isDark)
    {
        Chromium.Require();
        await using Visit visit = await site.OpenAsync(width, isDark: isDark);
        await visit.ClickAsync("[data-sample=words]");
        await visit.WaitForEndOfAsync("words.wav");
        string folder = Directory.CreateDirectory(Repository.File("artifacts", "web-pictures")).FullName;
        string file = Path.Combine(folder, $"{name}.png");
        await visit.Page.ScreenshotAsync(file, new ScreenshotOptions { FullPage = true });
        Assert.InRange(new FileInfo(file).Length, 10_000, 150_000);
    }
}
