using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.ResNet.Persistence;

/// <summary>Files that are mount points, as containers mount single files: nothing can be renamed onto them.</summary>
internal static partial class MountPoints
{
    private const string List = "/proc/self/mountinfo";
    private const int PathField = 4;

    /// <summary>Whether a file is a mount point; false where the system does not list them.</summary>
    public static bool Contains(string path) =>
        OperatingSystem.IsLinux() && File.Exists(path) && File.Exists(List) && Contains(path, File.ReadLines(List));

    /// <param name="path">A file.</param>
    /// <param name="mounts">Lines of Linux's <c>mountinfo</c>.</param>
    public static bool Contains(string path, IEnumerable<string> mounts)
    {
        string full = RealPath.Of(path);
        return mounts.Select(line => line.Split(' '))
            .Any(fields => fields.Length > PathField && Unescape(fields[PathField]) == full);
    }

    // Spaces and a few other characters are written as octal numbers of three digits.
    private static string Unescape(string path) => Octal().Replace(path, match =>
        ((char)Convert.ToInt32(match.Value[1..], 8)).ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex(@"\\[0-7]{3}")]
    private static partial Regex Octal();
}
