using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Microsoft.ML.ResNet.Tests.Readme;

/// <summary>A page of the documentation: its C# blocks and its links.</summary>
public sealed partial class DocumentationPage : IXunitSerializable
{
    private string? _text;

    public string Path { get; private set; } = "";

    public string Text => _text ??= RepositoryFiles.Read(Path);

    public static DocumentationPage At(string path) => new() { Path = path };

    public static DocumentationPage Of(string text) => new() { _text = text };

    /// <summary>The README, the pages of src/Documentation, and those of samples that have one.</summary>
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
    /// The fenced blocks of C#, and the comments that hold what these take for granted, in the order of the page.
    /// </summary>
    /// <remarks>
    /// <c>&lt;!-- csharp … --&gt;</c> is code that the page does not show, such as usings and variables. A block that
    /// is not for this library is fenced <c>```csharp not-compiled</c>.
    /// </remarks>
    public IEnumerable<string> CSharp =>
        Block().Matches(Text).Select(match => match.Groups["code"].Value);

    /// <summary>Languages of the fences that look like C# but would not be compiled.</summary>
    public IEnumerable<string> OtherCSharpFences => OtherFence().Matches(Text).Select(match => match.Value);

    /// <summary>Links that are no addresses, in prose and pictures.</summary>
    public IEnumerable<string> RelativeLinks =>
        Link().Matches(AnyFence().Replace(Text, "")).Select(match => match.Groups["target"].Value);

    /// <summary>The names by which links reach the headings, as GitHub makes them.</summary>
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
