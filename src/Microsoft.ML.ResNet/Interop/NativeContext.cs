using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>The native library's thread pool and instruction set. Thread-safe.</summary>
internal sealed class NativeContext : SafeHandle
{
    public override bool IsInvalid => handle == 0;

    /// <summary>Number of threads, including the caller's.</summary>
    public int Threads { get; private set; }

    /// <summary>Name of the instruction set, for example "avx512".</summary>
    public string Isa { get; private set; } = "";

    // The source-generated marshaller creates the object before the native call fills it.
    public NativeContext()
        : base(0, ownsHandle: true)
    {
    }

    /// <summary>Instruction sets that this CPU supports, fastest first.</summary>
    public static IReadOnlyList<string> SupportedIsas
    {
        get
        {
            NativeLibraryLoader.Load();
            return Text(NativeMethods.SupportedIsas()).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    /// <param name="threads">1 to 1024, or 0 for one per logical CPU that the process may use.</param>
    /// <param name="isa">
    /// One of <see cref="SupportedIsas"/>; null for the one in RESNET_NATIVE_ISA or, if that is unset, the fastest.
    /// </param>
    /// <exception cref="DllNotFoundException">The native library is missing or has another version.</exception>
    /// <exception cref="NotSupportedException">
    /// The instruction set is unknown, or this CPU does not support it.
    /// </exception>
    public static NativeContext Create(int threads = 0, string? isa = null)
    {
        NativeLibraryLoader.Load();
        NativeMethods.ContextCreate(threads, isa, out NativeContext context).Check();
        context.Threads = NativeMethods.ContextThreads(context);
        context.Isa = Text(NativeMethods.ContextIsa(context));
        return context;
    }

    /// <summary>Whether this CPU computes faster with the type than with floats.</summary>
    public bool Accelerates(ElementType type) => NativeMethods.ContextAccelerates(this, type) != 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.ContextDestroy(handle);
        return true;
    }

    private static string Text(nint utf8) => Marshal.PtrToStringUTF8(utf8) ?? "";
}
