using Xunit;

namespace Microsoft.ML.ResNet.WebTests;

/// <summary>A test that needs Chromium; it is reported as skipped if there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
        {
            Skip = $"Chromium was not found: install the package chromium, or set {Chromium.Variable} to the path of its program.";
        }
    }
}
