using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>
/// Expands arguments to files: folders to all their images, and patterns such as <c>photos/**/*.jpg</c>, which not every
/// shell expands.
/// </summary>
internal static class ImageFiles
{
    /// <exception cref="UserException">A folder contains no images, or no file matches a pattern.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> arguments) => [.. arguments.SelectMany(Find)];

    private static IEnumerable<string> Find(string argument)
    {
        if (Directory.Exists(argument))
        {
            string[] images = [.. new FolderContainer(argument).ListImages()
                .Order(StringComparer.Ordinal).Select(name => Path.Combine(argument, name))];
            return images.Length > 0 ? images : throw new UserException($"the folder '{argument}' contains no images.");
        }
        if (File.Exists(argument) || argument.IndexOfAny(['*', '?']) < 0)
            return [argument];
        string[] parts = argument.Replace('\\', '/').Split('/');
        int fixedParts = Array.FindIndex(parts, part => part.IndexOfAny(['*', '?']) >= 0);
        string root = string.Join('/', parts[..fixedParts]) + (fixedParts > 0 ? "/" : "");
        Matcher matcher = new Matcher().AddInclude(string.Join('/', parts[fixedParts..]));
        string[] found = [.. matcher.GetResultsInFullPath(root.Length == 0 ? "." : root)
            .Select(path => Path.GetRelativePath(Path.GetFullPath(root.Length == 0 ? "." : root), path))
            .Order(StringComparer.Ordinal).Select(name => root + name.Replace('\\', '/'))];
        return found.Length > 0 ? found : throw new UserException($"no file matches '{argument}'.");
    }
}
