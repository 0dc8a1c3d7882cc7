using System.Reflection;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>What a chain of estimators hands to the next before fitting; ML.NET keeps it internal.</summary>
internal static class SchemaShapes
{
    private static readonly MethodInfo s_create = typeof(SchemaShape).GetMethod(
        "Create", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public, [typeof(DataViewSchema)])!;

    public static SchemaShape Create(DataViewSchema schema) => (SchemaShape)s_create.Invoke(null, [schema])!;
}
