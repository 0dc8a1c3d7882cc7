namespace Microsoft.ML.ResNet.Data;

/// <summary>The exception for a schema without the columns that are needed, as ML.NET's own estimators throw it.</summary>
internal static class SchemaMismatch
{
    /// <param name="message">The column, its type, and the types that are accepted.</param>
    public static ArgumentOutOfRangeException Error(string message) => new(paramName: null, message);
}
