using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// The library is compiled against copies of ML.NET in which everything is public, so the compiler does not notice if an
/// internal member is removed or changed. These tests do, and name the member.
/// </summary>
public sealed class MlNetSeamTests
{
    private static readonly Assembly s_product = typeof(ResNetClassifierEstimator).Assembly;

    [Fact]
    public void AllUsedTypesAndMembersExist()
    {
        using var file = new PEReader(File.OpenRead(s_product.Location));
        MetadataReader metadata = file.GetMetadataReader();
        var missing = new List<string>();
        int resolved = 0;
        foreach (TypeReferenceHandle handle in metadata.TypeReferences)
            Resolve(handle, metadata.GetTypeReference(handle).Name, token =>
                s_product.ManifestModule.ResolveType(token));
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
            Resolve(handle, metadata.GetMemberReference(handle).Name, token =>
                s_product.ManifestModule.ResolveMember(token));

        Assert.True(missing.Count == 0, "No longer there: " + string.Join(", ", missing));
        Assert.True(resolved > 500, $"only {resolved} were resolved");

        void Resolve(EntityHandle handle, StringHandle name, Action<int> resolve)
        {
            try
            {
                resolve(MetadataTokens.GetToken(handle));
                resolved++;
            }
            catch (Exception e) when (e is TypeLoadException or MissingMemberException)
            {
                missing.Add($"{metadata.GetString(name)} ({e.Message})");
            }
            // Members of generic types cannot be resolved without their context.
            catch (Exception e) when (e is ArgumentException or BadImageFormatException)
            {
            }
        }
    }

    [Theory]
    [InlineData("CatalogUtils", "GetEnvironment")]
    [InlineData("Contracts", "CheckAlive")]
    [InlineData("IHostEnvironmentInternal", "TempFilePath")]
    [InlineData("LoadableClassAttribute", ".ctor")]
    [InlineData("SignatureLoadModel", "Invoke")]
    [InlineData("VersionInfo", ".ctor")]
    [InlineData("SchemaShape+Column", ".ctor")]
    [InlineData("ModelSaveContext", "CheckAtModel")]
    [InlineData("ModelSaveContext", "SetVersionInfo")]
    [InlineData("ModelSaveContext", "SaveBinaryStream")]
    [InlineData("ModelLoadContext", "CheckAtModel")]
    [InlineData("ModelLoadContext", "TryLoadBinaryStream")]
    [InlineData("RepositoryReader", "_archive")]
    [InlineData("AnnotationUtils", "GetMaxAnnotationKind")]
    public void InternalMembersThatTheSeamUsesExist(string typeName, string member)
    {
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        Type? type = new[] { typeof(ITransformer).Assembly, typeof(MLContext).Assembly }
            .SelectMany(assembly => assembly.GetTypes()).FirstOrDefault(found =>
                found.FullName!.EndsWith("." + typeName));

        Assert.True(type is not null, $"ML.NET no longer has {typeName}.");
        Assert.True(type.GetMember(member, all).Length > 0, $"ML.NET no longer has {typeName}.{member}.");
    }

    [Fact]
    public void TheAssemblyVersionInSavedModelsIsConstant() =>
        Assert.Equal(new Version(1, 0, 0, 0), s_product.GetName().Version);
}
