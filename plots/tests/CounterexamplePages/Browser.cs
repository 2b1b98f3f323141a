using PuppeteerSharp;

namespace Sim.Plots.Tests;

/// <summary>A real headless browser, started once for all tests of a class.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Candidates =
    [
        Environment.GetEnvironmentVariable("CHROME_PATH") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
    ];

    private IBrowser? _browser;

    /// <summary>Opens an HTML file; skips the test where there is no Chromium.</summary>
    internal async Task<BrowserPage> Open(string htmlFile)
    {
        string program = Candidates.FirstOrDefault(File.Exists) ?? "";
        Assert.SkipWhen(program.Length == 0, "no Chromium here: install it, or name it in CHROME_PATH");
        _browser ??= await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = program,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            DefaultViewport = new ViewPortOptions { Width = 1400, Height = 1000 },
        });
        BrowserPage page = new(await _browser.NewPageAsync());
        await page.Page.GoToAsync(new Uri(Path.GetFullPath(htmlFile)).AbsoluteUri);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) { await _browser.DisposeAsync(); }
    }
}
