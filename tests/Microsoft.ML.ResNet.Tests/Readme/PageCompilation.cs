using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.ResNet.Tests.Readme;

/// <summary>
/// Compiles the C# of a page as one program. Each block can use and redeclare what earlier blocks declare.
/// </summary>
internal static class PageCompilation
{
    // The usings of a project with ImplicitUsings.
    private const string ImplicitUsings =
        """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Net.Http;
        using System.Threading;
        using System.Threading.Tasks;

        """;

    // Generated functions are never called, and pages declare variables that they do not use.
    private static readonly string[] Expected = ["CS8321", "CS1998", "CS0219", "CS0168", "CS8019", "CS0105", "CS8933"];

    // All assemblies that the tests run with: the shared frameworks and the packages.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles the page and returns errors and warnings, each with its line.</summary>
    public static IEnumerable<string> Compile(DocumentationPage page)
    {
        string program = Program(page.CSharp);
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable);
        return CSharpCompilation.Create("Page", [CSharpSyntaxTree.ParseText(program)], References, options)
            .GetDiagnostics()
            .Where(found => found.Severity >= DiagnosticSeverity.Warning && !Expected.Contains(found.Id))
            .Select(found =>
            {
                int line = found.Location.GetLineSpan().StartLinePosition.Line;
                return $"{found.GetMessage()} ({found.Id}): {program.Split('\n')[line].Trim()}";
            });
    }

    // Each block becomes a function nested in that of the previous block, so that it can hide outer declarations.
    private static string Program(IEnumerable<string> blocks)
    {
        StringBuilder usings = new(ImplicitUsings), statements = new("{}\n"), types = new();
        int depth = 0;
        foreach (string block in blocks)
        {
            CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(block).GetCompilationUnitRoot();
            statements.Append(depth == 0 ? "" : $"async Task Block{depth}() {{\n");
            foreach (UsingDirectiveSyntax directive in unit.Usings)
                usings.Append(directive.ToFullString());
            foreach (MemberDeclarationSyntax member in unit.Members)
                (member is GlobalStatementSyntax ? statements : types).Append(member.ToFullString());
            depth++;
        }
        return $"{usings}\n{statements}\n{new string('}', Math.Max(0, depth - 1))}\n{types}";
    }
}
