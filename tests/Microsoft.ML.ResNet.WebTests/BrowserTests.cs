using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>Tests the page in a browser: it shows the classes and the overlay of a picture.</summary>
[Collection(DrawnShapesTests.Name)]
public sealed class BrowserTests(DrawnShapesServer server)
{
    // Developers can set RESNET_TEST_SCREENSHOTS to a folder for screenshots of the page.
    private static readonly string? s_screenshots = Environment.GetEnvironmentVariable("RESNET_TEST_SCREENSHOTS");

    [BrowserFact]
    public async Task ClassifiesAndExplainsAnUploadedPicture()
    {
        await using Chromium chromium = await Chromium.StartAsync();
        List<string> problems = [];
        IPage page = await chromium.OpenAsync(server.Address, new() { ViewportSize = new() { Width = 1100, Height = 760 } }, problems);
        await Expect(page.Locator("#model")).ToContainTextAsync("6 classes: circle, cross");
        await ShootAsync(page, "start");
        await page.Locator("#file").SetInputFilesAsync(File("star"));

        await Expect(page.Locator("#answer")).ToHaveTextAsync("star");
        await Expect(page.Locator("#classes li").First).ToHaveClassAsync("chosen");
        await Expect(page.Locator("#classes li .name").First).ToHaveTextAsync("star");
        await Expect(page.Locator("#classes li")).ToHaveCountAsync(6);
        await Expect(page.Locator("#status")).ToContainTextAsync("Result: star");
        await Expect(page.Locator("#picture")).ToBeVisibleAsync();
        await Expect(page.Locator("#overlay")).ToBeVisibleAsync();
        Assert.Equal(1, await ShownAsync(page, "#overlay", "e => e.naturalWidth / e.naturalHeight"));
        Assert.True(await ShownAsync(page, "#classes .chosen .bar span", "e => e.offsetWidth") > 50);
        await ShootAsync(page, "desktop-light");

        await page.GetByLabel("Show where the network looked").UncheckAsync();
        await Expect(page.Locator("#overlay")).ToBeHiddenAsync();
        await page.Locator("#camera").SetInputFilesAsync(File("ring"));
        await Expect(page.Locator("#answer")).ToHaveTextAsync("ring");
        Assert.Empty(problems);
    }

    [BrowserFact]
    public async Task AcceptsDroppedPicturesAndKeyboardNavigation()
    {
        await using Chromium chromium = await Chromium.StartAsync();
        IPage page = await chromium.OpenAsync(server.Address);
        IJSHandle dropped = await page.EvaluateHandleAsync(
            """
            base64 => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(base64), c => c.charCodeAt(0))], "cross.png", { type: "image/png" }));
              return data;
            }
            """,
            Convert.ToBase64String(Picture.Draw("cross")));
        await page.DispatchEventAsync("#drop", "drop", new { dataTransfer = dropped });
        await Expect(page.Locator("#answer")).ToHaveTextAsync("cross");
        await Expect(page.Locator("#answer")).ToBeFocusedAsync();

        await page.Locator("body").EvaluateAsync("() => document.activeElement.blur()");
        List<string> reached = [];
        for (int i = 0; i < 3; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("() => document.activeElement.id"));
        }
        Assert.Equal(["camera", "file", "heat"], reached.Order());
    }

    [BrowserFact]
    public async Task ShowsAnErrorForAFileThatIsNotAPicture()
    {
        await using Chromium chromium = await Chromium.StartAsync();
        IPage page = await chromium.OpenAsync(server.Address);
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "text.png", MimeType = "image/png", Buffer = "text"u8.ToArray() });
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not a readable picture");
        await Expect(page.Locator("#result")).ToBeHiddenAsync();
    }

    [BrowserFact]
    public async Task PageFitsAPhoneInDarkMode()
    {
        await using Chromium chromium = await Chromium.StartAsync();
        IPage page = await chromium.OpenAsync(server.Address, new()
        {
            ViewportSize = new() { Width = 360, Height = 740 },
            DeviceScaleFactor = 2,
            IsMobile = true,
            HasTouch = true,
            ColorScheme = ColorScheme.Dark,
        });
        await page.Locator("#file").SetInputFilesAsync(File("triangle"));
        await Expect(page.Locator("#answer")).ToHaveTextAsync("triangle");
        Assert.Equal(360, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Equal("rgb(20, 22, 28)", await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        await ShootAsync(page, "phone-dark");
    }

    private static FilePayload File(string shape) =>
        new() { Name = $"{shape}.png", MimeType = "image/png", Buffer = Picture.Draw(shape) };

    private static Task<double> ShownAsync(IPage page, string selector, string value) =>
        page.Locator(selector).First.EvaluateAsync<double>(value);

    private static async Task ShootAsync(IPage page, string name)
    {
        if (s_screenshots is { Length: > 0 })
            await page.ScreenshotAsync(new() { Path = Path.Combine(s_screenshots, name + ".png"), FullPage = true });
    }
}
