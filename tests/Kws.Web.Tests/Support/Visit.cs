using PuppeteerSharp;

namespace Kws.Web.Tests.Support;

/// <summary>The page in a tab of its own, with all its requests and complaints.</summary>
internal sealed class Visit : IAsyncDisposable
{
    /// <summary>Generous: a test waits for what happens, and fails only if it never does.</summary>
    private const int Timeout = 180_000;

    public Visit(IPage page, Uri address)
    {
        Page = page;
        Address = address;
        page.DefaultTimeout = Timeout;
        page.Request += (_, request) => Requests.Add(new Uri(request.Request.Url));
        page.PageError += (_, error) => Errors.Add(error.Message);
        page.Console += (_, line) =>
        {
            if (line.Message.Type == ConsoleType.Error)
            {
                Errors.Add(line.Message.Text);
            }
        };
    }

    public IPage Page { get; }

    public Uri Address { get; }

    public List<Uri> Requests { get; } = [];

    /// <summary>Exceptions that nobody caught, and lines of the console at the level of errors.</summary>
    public List<string> Errors { get; } = [];

    public Task OpenAsync() => Page.GoToAsync(Address.ToString());

    public Task ClickAsync(string selector) => Page.ClickAsync(selector);

    /// <summary>Waits until an expression is true.</summary>
    public Task WaitForAsync(string expression) =>
        Page.WaitForFunctionAsync($"() => {expression}", new WaitForFunctionOptions { Timeout = Timeout });

    /// <summary>Waits until the page says that it heard a file to its end.</summary>
    public Task WaitForEndOfAsync(string file) =>
        WaitForAsync($"""document.getElementById("status").textContent.startsWith("{file}: ")""");

    public Task<T> EvaluateAsync<T>(string expression) => Page.EvaluateFunctionAsync<T>($"async () => {expression}");

    public Task<string> TextAsync(string id) => EvaluateAsync<string>($"""document.getElementById("{id}").textContent""");

    /// <summary>The sentence that the page shows once something went wrong.</summary>
    public async Task<string> ProblemAsync()
    {
        await WaitForAsync("""!document.getElementById("problem").hidden""");
        return await TextAsync("problem");
    }

    /// <summary>The lines of the list of detections, the oldest first, such as <c>1.57 s|happy|0.60</c>.</summary>
    public Task<string[]> DetectionsAsync() => EvaluateAsync<string[]>(
        """
        [...document.querySelectorAll("#detections li")].reverse()
          .map(row => [...row.childNodes].map(part => part.textContent.trim()).join("|"))
        """);

    /// <summary>Chooses a file by a button of the page.</summary>
    public async Task ChooseAsync(string button, string file)
    {
        Task<FileChooser> chooser = Page.WaitForFileChooserAsync();
        await ClickAsync(button);
        await (await chooser).AcceptAsync(file);
    }

    /// <summary>Drops a file on the page, under its name or another one.</summary>
    public Task DropAsync(string path, string? name = null) => DropAsync(name ?? Path.GetFileName(path), File.ReadAllBytes(path));

    /// <summary>Drops a file on the page.</summary>
    public Task DropAsync(string name, byte[] content) => Page.EvaluateFunctionAsync(
        """
        (name, content) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(atob(content), letter => letter.charCodeAt(0))], name));
          document.body.dispatchEvent(new DragEvent("dragover", { dataTransfer: transfer, bubbles: true, cancelable: true }));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }
        """,
        name,
        Convert.ToBase64String(content));

    public async ValueTask DisposeAsync() => await Page.BrowserContext.CloseAsync();
}
