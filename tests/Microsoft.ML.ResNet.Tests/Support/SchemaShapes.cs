using System.Reflection;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>Creates a <c>SchemaShape</c> from a schema with ML.NET's internal method.</summary>
internal static class SchemaShapes
{
    private static readonly MethodInfo s_create = typeof(SchemaShape).GetMethod(
        "Create", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public, [typeof(DataViewSchema)])!;

    public static SchemaShape Create(DataViewSchema schema) => (SchemaShape)s_create.Invoke(null, [schema])!;
}
