using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Microsoft.ML.ResNet.Tests.Readme;

/// <summary>A documentation page: its C# blocks and links.</summary>
public sealed partial class DocumentationPage : IXunitSerializable
{
    private string? _text;

    public string Path { get; private set; } = "";

    public string Text => _text ??= RepositoryFiles.Read(Path);

    public static DocumentationPage At(string path) => new() { Path = path };

    public static DocumentationPage FromText(string text) => new() { _text = text };

    /// <summary>The README, the pages of src/Documentation, and the pages of samples.</summary>
    public static IEnumerable<DocumentationPage> All() => ((string[])
        [
            "README.md",
            "src/Microsoft.ML.ResNet/Package/PACKAGE.md",
            .. Files("src/Documentation"),
            .. Directory.EnumerateDirectories(System.IO.Path.Combine(RepositoryFiles.Root, "samples"))
                .Order(StringComparer.Ordinal).Select(folder => $"samples/{System.IO.Path.GetFileName(folder)}")
                .SelectMany(Files),
        ]).Select(At);

    /// <summary>
    /// The fenced C# blocks and the hidden ones in comments, in page order.
    /// </summary>
    /// <remarks>
    /// A comment <c>&lt;!-- csharp … --&gt;</c> contains code that the page does not show, such as usings, variables and
    /// stubs. A block for another library is fenced <c>```csharp not-compiled</c>.
    /// </remarks>
    public IEnumerable<string> CSharp =>
        Block().Matches(Text).Select(match => match.Groups["code"].Value);

    /// <summary>Fences that look like C# but are not compiled, because their language is misspelt.</summary>
    public IEnumerable<string> OtherCSharpFences => OtherFence().Matches(Text).Select(match => match.Value);

    /// <summary>Relative links in prose and pictures.</summary>
    public IEnumerable<string> RelativeLinks =>
        Link().Matches(AnyFence().Replace(Text, "")).Select(match => match.Groups["target"].Value);

    /// <summary>The anchors of the headings, as GitHub generates them.</summary>
    public IEnumerable<string> Anchors => Heading().Matches(AnyFence().Replace(Text, ""))
        .Select(match => NoAnchor().Replace(match.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    void IXunitSerializable.Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Path), Path);

    void IXunitSerializable.Deserialize(IXunitSerializationInfo info) => Path = info.GetValue<string>(nameof(Path));

    public override string ToString() => Path;

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(RepositoryFiles.Root, folder), "*.md")
            .Select(file => $"{folder}/{System.IO.Path.GetFileName(file)}").Order(StringComparer.Ordinal);

    [GeneratedRegex(
        "^(```csharp|<!-- csharp)\n(?<code>.*?)^(```|-->)$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^```(cs|c#|csharp .*(?<! not-compiled))$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex OtherFence();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex AnyFence();

    [GeneratedRegex(@"\]\((?!https?:)(?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
