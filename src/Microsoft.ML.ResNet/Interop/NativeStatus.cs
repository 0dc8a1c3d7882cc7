using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>The status that every native function returns.</summary>
internal enum NativeStatus
{
    Ok = 0,
    InvalidArgument = 1,
    OutOfMemory = 2,
    Unsupported = 3,
    Internal = 4,
}

internal static class NativeStatusExtensions
{
    /// <summary>
    /// Throws an exception with the native library's message on failure. Call it on the thread that made the native
    /// call.
    /// </summary>
    public static void Check(this NativeStatus status, [CallerArgumentExpression(nameof(status))] string call = "")
    {
        if (status != NativeStatus.Ok)
            Throw(status, call);
    }

    private static void Throw(NativeStatus status, string call)
    {
        string message = Marshal.PtrToStringUTF8(NativeMethods.LastError()) ?? "";
        if (message.Length == 0)
            message = $"{call} failed with status {(int)status}.";
        throw status switch
        {
            NativeStatus.InvalidArgument => new ArgumentException(message),
            NativeStatus.OutOfMemory => new OutOfMemoryException(message),
            NativeStatus.Unsupported => new NotSupportedException(message),
            _ => new InvalidOperationException("The native library failed: " + message),
        };
    }
}
