using System.Reflection;
using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>Finds and loads the native library; rejects one of another version.</summary>
internal static unsafe class NativeLibraryLoader
{
    public const string Name = "resnet_native";

    // A failure is not cached, so that the library can be added and loading retried.
    private static readonly Lazy<nint> s_handle = new(FindAndCheck, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Version of this assembly; the native library must have the same.</summary>
    public static string Version { get; } = ReadVersion(typeof(NativeLibraryLoader).Assembly);

    public static string FileName { get; } =
        OperatingSystem.IsWindows() ? Name + ".dll"
        : OperatingSystem.IsMacOS() ? "lib" + Name + ".dylib"
        : "lib" + Name + ".so";

    /// <summary>The loaded library.</summary>
    /// <exception cref="DllNotFoundException">It is missing, cannot be loaded, or has another version.</exception>
    public static nint Load() => s_handle.Value;

    private static nint FindAndCheck()
    {
        string location = typeof(NativeLibraryLoader).Assembly.Location; // empty in a single-file program
        string beside = location.Length > 0 ? Path.GetDirectoryName(location)! : AppContext.BaseDirectory;
        string[] directories = [AppContext.BaseDirectory, beside];
        return FindAndCheck(directories.Select(Path.TrimEndingDirectorySeparator), searchSystem: true);
    }

    /// <summary>
    /// Searches runtimes/(RID)/native in each directory, then the directories themselves and, optionally, the system's
    /// library path.
    /// </summary>
    internal static nint FindAndCheck(IEnumerable<string> directories, bool searchSystem)
    {
        List<string> tried = [];
        foreach (string candidate in Candidates(directories.Distinct()))
        {
            if (!File.Exists(candidate))
                tried.Add($"{candidate} (no such file)");
            else if (NativeLibrary.TryLoad(candidate, out nint library))
                return CheckVersion(library, candidate);
            else
                tried.Add($"{candidate} (not a library that this system can load)");
        }
        return searchSystem && NativeLibrary.TryLoad(Name, typeof(NativeLibraryLoader).Assembly, null, out nint found)
            ? CheckVersion(found, FileName)
            : throw Missing(tried);
    }

    private static IEnumerable<string> Candidates(IEnumerable<string> directories)
    {
        string[] rids = [.. new[] { PortableRid, RuntimeInformation.RuntimeIdentifier }.Distinct()];
        return directories
            .SelectMany(directory => rids.Select(rid => Path.Combine(directory, "runtimes", rid, "native", FileName)))
            .Concat(directories.Select(directory => Path.Combine(directory, FileName)));
    }

    internal static string PortableRid
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win"
                : OperatingSystem.IsMacOS() ? "osx"
                : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl"
                : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private static nint CheckVersion(nint library, string path)
    {
        string found = NativeLibrary.TryGetExport(library, "rn_version", out nint export)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)export)()) ?? ""
            : "unknown (it does not export rn_version)";
        if (found == Version)
            return library;
        NativeLibrary.Free(library);
        throw new DllNotFoundException(
            $"The native library {path} has version {found}, "
            + $"but Microsoft.ML.ResNet {Version} needs version {Version}. "
            + "Both ship in the same package: delete the old file, then restore and build again.");
    }

    private static DllNotFoundException Missing(List<string> tried) => new(
        $"The native library {FileName} {Version} for {PortableRid} was not found; Microsoft.ML.ResNet {Version} needs "
        + $"it. Searched: {string.Join("; ", tried)}; and the system's library path. It is in the package under "
        + $"runtimes/{PortableRid}/native; building from source creates it for this machine (needs CMake and a C++17 compiler).");

    private static string ReadVersion(Assembly assembly)
    {
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        int build = version.IndexOf('+', StringComparison.Ordinal); // the compiler may append the commit
        return build < 0 ? version : version[..build];
    }
}
