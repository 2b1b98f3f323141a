using PuppeteerSharp;

namespace Sim.Plots.Tests;

/// <summary>A page in a browser, with everything that it writes to the console.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    /// <summary>Listens to a page.</summary>
    public BrowserPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) => Complaints.Add($"{message.Message.Type}: {message.Message.Text}");
        page.PageError += (_, error) => Complaints.Add(error.Message);
        page.RequestFailed += (_, request) => Complaints.Add($"failed: {request.Request.Url}");
        page.Request += (_, request) => Requests.Add(request.Request.Url);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the page wrote to the console, and what went wrong.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Everything that the page asked for.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The visible text of an element.</summary>
    public Task<string> TextOf(string selector) => Page.EvaluateFunctionAsync<string>("s => document.querySelector(s).innerText", selector);

    /// <summary>How many elements match.</summary>
    public Task<int> CountOf(string selector) => Page.EvaluateFunctionAsync<int>("s => document.querySelectorAll(s).length", selector);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Page.DisposeAsync();
}
