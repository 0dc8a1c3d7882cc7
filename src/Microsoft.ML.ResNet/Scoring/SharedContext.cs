using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>One pool of threads serves every model of the process.</summary>
internal static class SharedContext
{
    // A failure (a missing library) is not remembered.
    private static readonly Lazy<NativeContext> s_context =
        new(() => NativeContext.Create(), LazyThreadSafetyMode.PublicationOnly);

    public static NativeContext Instance => s_context.Value;
}
