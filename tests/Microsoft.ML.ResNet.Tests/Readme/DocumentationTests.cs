using Xunit;

namespace Microsoft.ML.ResNet.Tests.Readme;

/// <summary>The code on the documentation pages compiles against the library, and their links are valid.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<DocumentationPage> Pages => [.. DocumentationPage.All()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void CodeCompiles(DocumentationPage page)
    {
        Assert.Empty(page.OtherCSharpFences);
        string[] errors = [.. PageCompilation.Compile(page)];
        Assert.True(errors.Length == 0, string.Join('\n', errors));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void RelativeLinksAreValid(DocumentationPage page)
    {
        string folder = Path.GetDirectoryName(page.Path)!;
        Assert.All(page.RelativeLinks, link =>
        {
            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0 ? page.Path : Path.Combine(folder, parts[0]);
            Assert.True(Path.Exists(Path.Combine(RepositoryFiles.Root, target)), link);
            if (parts.Length == 2 && target.EndsWith(".md", StringComparison.Ordinal))
                Assert.Contains(parts[1], DocumentationPage.At(target).Anchors);
        });
    }

    [Fact]
    public void FindsAMistakeInABlock()
    {
        DocumentationPage page = DocumentationPage.FromText(
            "<!-- csharp\nusing Microsoft.ML;\n-->\n\n```csharp\nvar ml = new MLContext();\n```\n\nand\n\n" +
            "```csharp\nml.Transforms.ResNetClassifier(epoch: 3);\n```\n");
        string error = Assert.Single(PageCompilation.Compile(page));
        Assert.Contains("'epoch'", error, StringComparison.Ordinal);
    }
}
