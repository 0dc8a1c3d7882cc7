using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Xunit;

namespace Microsoft.ML.ResNet.Tests.Packaging;

/// <summary>The symbols, sources and documentation in the packages.</summary>
public sealed class SymbolTests(PackedLibrary packed) : IClassFixture<PackedLibrary>
{
    private const string Assembly = "lib/net10.0/Microsoft.ML.ResNet";

    // A kind of debug information in portable PDB files.
    private static readonly Guid s_embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [Fact]
    public void AssemblyIsDeterministicAndMatchesItsSymbols()
    {
        using var assembly = new PEReader(ImmutableArray.Create(packed.Read("nupkg", $"{Assembly}.dll")));
        ImmutableArray<DebugDirectoryEntry> entries = assembly.ReadDebugDirectory();
        Assert.Contains(entries, entry => entry.Type == DebugDirectoryEntryType.Reproducible);

        using MetadataReaderProvider symbols = Symbols();
        var id = new BlobContentId(symbols.GetMetadataReader().DebugMetadataHeader!.Id);
        DebugDirectoryEntry codeView = Assert.Single(entries, entry => entry.Type == DebugDirectoryEntryType.CodeView);
        Assert.Equal(assembly.ReadCodeViewDebugDirectoryData(codeView).Guid, id.Guid);
    }

    [Fact]
    public void SymbolsContainEverySourceFile()
    {
        using MetadataReaderProvider symbols = Symbols();
        MetadataReader reader = symbols.GetMetadataReader();
        string[] without =
        [
            .. reader.Documents.Where(document => !reader.GetCustomDebugInformation(document)
                    .Any(info => reader.GetGuid(reader.GetCustomDebugInformation(info).Kind) == s_embeddedSource))
                .Select(document => reader.GetString(reader.GetDocument(document).Name)),
        ];
        Assert.NotEmpty(reader.Documents);
        Assert.Empty(without);
    }

    [Fact]
    public void PackageContainsDocumentation()
    {
        string documentation = Encoding.UTF8.GetString(packed.Read("nupkg", $"{Assembly}.xml"));
        Assert.Contains("\"T:Microsoft.ML.ResNet.ResNetClassifierEstimator\"", documentation, StringComparison.Ordinal);
        Assert.Contains("\"T:Microsoft.ML.ResNetCatalog\"", documentation, StringComparison.Ordinal);
    }

    private MetadataReaderProvider Symbols() =>
        MetadataReaderProvider.FromPortablePdbImage(ImmutableArray.Create(packed.Read("snupkg", $"{Assembly}.pdb")));
}
