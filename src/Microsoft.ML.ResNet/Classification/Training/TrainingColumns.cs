using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The columns of both sets, checked before any data is read.</summary>
/// <param name="Label">The training set's label.</param>
/// <param name="Train">Columns of the training set.</param>
/// <param name="Validation">Columns of the validation set; null if there is none.</param>
internal sealed record TrainingColumns(LabelColumn Label, DatasetColumns Train, DatasetColumns? Validation)
{
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public static TrainingColumns Bind(
        ResNetClassifierEstimator.Options options, DataViewSchema train, DataViewSchema? validation)
    {
        LabelColumn label = LabelColumn.Bind(train, options.LabelColumnName);
        return new TrainingColumns(
            label, Bind(options, train, label, options.ExampleWeightColumnName),
            validation is null ? null : BindValidation(options, validation, label));
    }

    private static DatasetColumns Bind(
        ResNetClassifierEstimator.Options options, DataViewSchema schema, LabelColumn label, string? weightColumn)
    {
        DataViewSchema.Column image = RequiredColumn.Find(schema, options.ImageColumnName, "image");
        _ = ImageColumn.KindOf(image);
        DataViewSchema.Column? path = null;
        if (options.ImagePathColumnName is { } name)
        {
            path = RequiredColumn.Find(schema, name, "image path");
            if (path.Value.Type is not TextDataViewType)
                throw SchemaMismatch.Error(
                    $"The image path column '{name}' is of type {path.Value.Type} and must be text.");
        }
        return new DatasetColumns(
            image, label.Column, path,
            weightColumn is null ? null : ExampleWeightColumn.Bind(schema, weightColumn));
    }

    private static DatasetColumns BindValidation(
        ResNetClassifierEstimator.Options options, DataViewSchema schema, LabelColumn train)
    {
        LabelColumn label = LabelColumn.Bind(schema, options.LabelColumnName);
        if (label.IsMultiLabel != train.IsMultiLabel)
        {
            throw SchemaMismatch.Error(
                $"The label column '{options.LabelColumnName}' is of type {label.Column.Type} in the validation set, "
                + $"but of type {train.Column.Type} in the training set.");
        }
        if (!label.Classes.HasSameValues(train.Classes))
        {
            throw new ArgumentException(
                $"The label column '{options.LabelColumnName}' of the validation set has other key values, or in another "
                + $"order, than that of the training set: {TrainingSetCheck.Describe(label.Classes)}; "
                + $"{TrainingSetCheck.Describe(train.Classes)}. "
                + "Map both with the MapValueToKey transformer that was fitted on the training set.");
        }
        return Bind(options, schema, label, weightColumn: null);
    }
}
