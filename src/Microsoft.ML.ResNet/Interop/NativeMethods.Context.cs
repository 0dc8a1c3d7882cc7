using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// The functions of resnet_native.h, which documents their formulas and memory layouts; one file per group.
/// </summary>
internal static partial class NativeMethods
{
    private const string Library = NativeLibraryLoader.Name;

    static NativeMethods() => NativeLibrary.SetDllImportResolver(
        typeof(NativeMethods).Assembly, static (name, _, _) => name == Library ? NativeLibraryLoader.Load() : 0);

    [LibraryImport(Library, EntryPoint = "rn_last_error")]
    internal static partial nint LastError();

    [LibraryImport(Library, EntryPoint = "rn_supported_isas")]
    internal static partial nint SupportedIsas();

    [LibraryImport(Library, EntryPoint = "rn_context_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial NativeStatus ContextCreate(int threads, string? isa, out NativeContext context);

    [LibraryImport(Library, EntryPoint = "rn_context_destroy")]
    internal static partial void ContextDestroy(nint context);

    [LibraryImport(Library, EntryPoint = "rn_context_threads")]
    internal static partial int ContextThreads(NativeContext context);

    [LibraryImport(Library, EntryPoint = "rn_context_accelerates")]
    internal static partial int ContextAccelerates(NativeContext context, ElementType type);

    [LibraryImport(Library, EntryPoint = "rn_context_isa")]
    internal static partial nint ContextIsa(NativeContext context);
}
