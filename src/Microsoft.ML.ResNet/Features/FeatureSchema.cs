using Microsoft.ML.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using static Microsoft.ML.Data.AnnotationUtils;

namespace Microsoft.ML.ResNet.Features;

/// <summary>Describes the columns that a featurizer adds.</summary>
internal static class FeatureSchema
{
    /// <summary>Appends the featurizer's columns to an input schema.</summary>
    public static DataViewSchema Extend(
        DataViewSchema input, IReadOnlyList<ResNetFeatureColumn> columns, IReadOnlyList<FeatureShape> shapes)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        for (int i = 0; i < columns.Count; i++)
        {
            FeatureShape shape = shapes[i];
            var annotations = new DataViewSchema.Annotations.Builder();
            if (shape.IsPooled)
            {
                annotations.AddSlotNames(
                    shape.Channels, (ref VBuffer<ReadOnlyMemory<char>> names) => Name(ref names, shape.Channels));
            }
            builder.AddColumn(columns[i].Name, TypeOf(shape), annotations.ToAnnotations());
        }
        return builder.ToSchema();
    }

    /// <summary>The column as a schema shape, for use before fitting.</summary>
    public static SchemaShape.Column Column(ResNetFeatureColumn column) => MlNetSchemaShape.Vector(
        column.Name, NumberDataViewType.Single,
        column.Features.IsPooled ? [MlNetSchemaShape.Vector(Kinds.SlotNames, TextDataViewType.Instance)] : null);

    private static VectorDataViewType TypeOf(FeatureShape shape) => shape.IsPooled
        ? new(NumberDataViewType.Single, shape.Channels)
        : new(NumberDataViewType.Single, shape.Channels, shape.Height, shape.Width);

    private static void Name(ref VBuffer<ReadOnlyMemory<char>> names, int channels)
    {
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref names, channels);
        for (int i = 0; i < channels; i++)
            editor.Values[i] = $"Channel{i}".AsMemory();
        names = editor.Commit();
    }
}
