using Microsoft.Playwright;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>The installed Chromium in headless mode.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    public const string Variable = "RESNET_TEST_CHROMIUM";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static string? Path { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path
        ? path
        : ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    public static async Task<Chromium> StartAsync()
    {
        IPlaywright playwright = await Playwright.Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Path,
            // The browser loads only one local page, and may run as root in a container.
            Args =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            ],
        });
        return new Chromium(playwright, browser);
    }

    public Task<IPage> OpenAsync(Uri address, BrowserNewPageOptions? options = null) => OpenAsync(address, options, []);

    /// <param name="address">The page.</param>
    /// <param name="options">Screen size and other settings.</param>
    /// <param name="problems">Receives script errors, refused resources and other warnings of the browser.</param>
    public async Task<IPage> OpenAsync(Uri address, BrowserNewPageOptions? options, List<string> problems)
    {
        IPage page = await _browser.NewPageAsync(options);
        page.PageError += (_, error) => problems.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                problems.Add(message.Text);
        };
        await page.GotoAsync(address.ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
