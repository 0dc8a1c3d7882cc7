using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Data;

/// <summary>The kinds of columns that can contain images.</summary>
internal enum ImageColumnKind
{
    /// <summary><see cref="MLImage"/>.</summary>
    Image,

    /// <summary>A vector of bytes of any length: the content of an image file.</summary>
    Encoded,

    /// <summary>A vector of bytes of known size: pixel values, 0 to 255.</summary>
    BytePixels,

    /// <summary>A vector of floats of known size: pixel values of any scale.</summary>
    FloatPixels,
}

/// <summary>Determines the kind of an image column, or throws with the list of accepted types.</summary>
internal static class ImageColumn
{
    private const string Accepted =
        "Accepted types: MLImage (from LoadImages, ResizeImages), a byte vector of variable size with the content of an image file "
        + "(from LoadRawImageBytes), and a vector of known size of Single or Byte (from ExtractPixels).";

    public static ImageColumnKind KindOf(DataViewSchema.Column column) =>
        TryKindOf(column.Type)
        ?? throw SchemaMismatch.Error($"The image column '{column.Name}' is of type {column.Type}. {Accepted}");

    public static ImageColumnKind KindOf(SchemaShape.Column column) => (column.Kind, column.ItemType) switch
    {
        (SchemaShape.Column.VectorKind.Scalar, ImageDataViewType) => ImageColumnKind.Image,
        (SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType { RawType: var raw }) when raw == typeof(byte)
            => ImageColumnKind.Encoded,
        (SchemaShape.Column.VectorKind.Vector, NumberDataViewType { RawType: var raw }) when raw == typeof(byte)
            => ImageColumnKind.BytePixels,
        (SchemaShape.Column.VectorKind.Vector, NumberDataViewType { RawType: var raw }) when raw == typeof(float)
            => ImageColumnKind.FloatPixels,
        _ => throw SchemaMismatch.Error(
            $"The image column '{column.Name}' is a {column.Kind} of {column.ItemType}. {Accepted}"),
    };

    private static ImageColumnKind? TryKindOf(DataViewType type) => type switch
    {
        ImageDataViewType => ImageColumnKind.Image,
        VectorDataViewType { IsKnownSize: false, ItemType.RawType: var raw } when raw == typeof(byte) =>
            ImageColumnKind.Encoded,
        VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType { RawType: var raw } }
            when raw == typeof(byte)
            => ImageColumnKind.BytePixels,
        VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType { RawType: var raw } }
            when raw == typeof(float)
            => ImageColumnKind.FloatPixels,
        _ => null,
    };
}
