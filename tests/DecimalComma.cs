using System.Globalization;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Runs all tests in a culture with a decimal comma: no stored or compared text may depend on the culture.</summary>
internal static class DecimalComma
{
    [ModuleInitializer]
    internal static void Set()
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        if ("e\u0301".Normalize() != "\u00e9" || 0.5.ToString(CultureInfo.CurrentCulture) != "0,5")
            throw new InvalidOperationException("ICU is missing or switched off: install libicu.");
    }
}
