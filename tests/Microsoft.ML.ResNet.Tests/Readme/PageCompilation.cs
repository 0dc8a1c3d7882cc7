using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.ResNet.Tests.Readme;

/// <summary>
/// Compiles the C# of a page as one program in which every block sees what the blocks before it declare, and may
/// declare it anew.
/// </summary>
internal static class PageCompilation
{
    // What a project with ImplicitUsings has.
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

    // The functions are never called; what a page shows need not be used further on.
    private static readonly string[] Expected = ["CS8321", "CS1998", "CS0219", "CS0168", "CS8019", "CS0105", "CS8933"];

    // Everything that the tests run with: the shared frameworks and the packages.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Errors and warnings, each with the line that it is about.</summary>
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

    // Each block lies in a function inside the one before: what an inner function declares may hide what is outside.
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
