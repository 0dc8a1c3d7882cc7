using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>A test in Chromium: skipped, and reported so, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = $"No Chromium was found: install the package chromium, or let {Chromium.Variable} name the program of one.";
        }
    }
}
