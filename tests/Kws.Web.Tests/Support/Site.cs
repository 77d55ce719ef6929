using Kws.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using PuppeteerSharp;

[assembly: AssemblyFixture(typeof(Site))]

namespace Kws.Web.Tests.Support;

/// <summary>
/// The page on a server of this machine, and a browser whose microphone plays <c>samples/words.wav</c>. Both start on first use.
/// </summary>
public sealed class Site : IAsyncDisposable
{
    /// <summary>Not the root of the server: a site may have the page in any folder.</summary>
    private const string Folder = "/folder";

    private static readonly string[] FakeMicrophone =
    [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        $"--use-file-for-fake-audio-capture={Repository.File("samples", "words.wav")}",
    ];

    private readonly Lazy<Task<WebApplication>> _server = new(StartAsync);
    private readonly Lazy<Task<IBrowser>> _browser = new(() => Chromium.LaunchAsync(FakeMicrophone));

    /// <summary>Opens the page, in the shared browser unless another one is given, and waits until it can listen.</summary>
    internal async Task<Visit> OpenAsync(int width = 1280, int height = 900, bool isDark = false, IBrowser? browser = null)
    {
        Visit visit = await NewAsync(width, height, isDark, browser);
        await visit.OpenAsync();
        await visit.WaitForAsync("""document.getElementById("status").textContent === "Ready." """);
        return visit;
    }

    /// <summary>An empty tab, to be opened by the test.</summary>
    internal async Task<Visit> NewAsync(int width = 1280, int height = 900, bool isDark = false, IBrowser? browser = null)
    {
        WebApplication server = await _server.Value;
        string address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        IBrowserContext context = await (browser ?? await _browser.Value).CreateBrowserContextAsync();
        IPage page = await context.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height });
        await page.EmulateMediaFeaturesAsync(
            [new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" }]);
        return new Visit(page, new Uri($"{address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)}{Folder}/"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser.IsValueCreated)
        {
            await (await _browser.Value).CloseAsync();
        }

        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    private static async Task<WebApplication> StartAsync()
    {
        var files = new PhysicalFileProvider(PublishedPage.Publish());
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication server = builder.Build();
        server.UseFileServer(new FileServerOptions { FileProvider = files, RequestPath = Folder });
        await server.StartAsync();
        return server;
    }
}
