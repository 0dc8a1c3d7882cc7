using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Model;
using static Microsoft.ML.Data.AnnotationUtils;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The columns that a classifier adds, with the annotations that ML.NET's evaluator looks for.</summary>
internal static class ScoringSchema
{
    // Several labels have this package's own evaluator: ML.NET's would treat them as one class.
    private const string MultiLabelKind = "MultiLabelClassification";

    /// <summary>An input schema with the classifier's columns.</summary>
    public static DataViewSchema Extend(DataViewSchema input, ClassifierModel model)
    {
        int classes = model.Classes.Count;
        uint set = input.GetMaxAnnotationKind(out _, Kinds.ScoreColumnSetId) + 1;

        var predicted = new DataViewSchema.Annotations.Builder();
        model.Classes.Annotate(predicted, Kinds.KeyValues);
        bool areSets = model.Rule.IsMultiLabel;
        Describe(predicted, set, areSets, Const.ScoreValueKind.PredictedLabel);

        var score = new DataViewSchema.Annotations.Builder();
        if (model.Classes.ValueType is TextDataViewType)
            model.Classes.Annotate(score, Kinds.SlotNames);
        model.Classes.Annotate(score, Kinds.TrainingLabelValues);
        Describe(score, set, areSets, Const.ScoreValueKind.Score);

        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        var key = new KeyDataViewType(typeof(uint), classes);
        builder.AddColumn(
            model.Columns.PredictedLabel, areSets ? new VectorDataViewType(key) : key, predicted.ToAnnotations());
        builder.AddColumn(
            model.Columns.Score, new VectorDataViewType(NumberDataViewType.Single, classes), score.ToAnnotations());
        return builder.ToSchema();
    }

    /// <summary>The same before training, when only the shape of the label column is known.</summary>
    public static IEnumerable<SchemaShape.Column> Columns(SchemaShape.Column label, string predictedLabel, string score)
    {
        string kind = label.IsKey ? Kinds.KeyValues : Kinds.SlotNames;
        SchemaShape.Column? values = label.Annotations
            .Where(c => c.Name == kind && c.Kind == SchemaShape.Column.VectorKind.Vector)
            .Select(c => (SchemaShape.Column?)c).FirstOrDefault();
        List<SchemaShape.Column> ofPredicted = [], ofScore = [];
        if (values is { } known && known.ItemType is PrimitiveDataViewType type
            && ClassValueCodec.For(type) is not null)
        {
            ofPredicted.Add(MlNetSchemaShape.Vector(Kinds.KeyValues, known.ItemType));
            if (known.ItemType is TextDataViewType)
                ofScore.Add(MlNetSchemaShape.Vector(Kinds.SlotNames, known.ItemType));
            ofScore.Add(MlNetSchemaShape.Vector(Kinds.TrainingLabelValues, known.ItemType));
        }
        SchemaShape.Column[] description =
        [
            MlNetSchemaShape.Scalar(Kinds.ScoreColumnSetId, NumberDataViewType.UInt32, isKey: true),
            MlNetSchemaShape.Scalar(Kinds.ScoreColumnKind, TextDataViewType.Instance),
            MlNetSchemaShape.Scalar(Kinds.ScoreValueKind, TextDataViewType.Instance),
        ];
        yield return label.Kind == SchemaShape.Column.VectorKind.Scalar
            ? MlNetSchemaShape.Scalar(
                predictedLabel, NumberDataViewType.UInt32, isKey: true, ofPredicted.Concat(description))
            : MlNetSchemaShape.VariableKeys(predictedLabel, ofPredicted.Concat(description));
        yield return MlNetSchemaShape.Vector(score, NumberDataViewType.Single, ofScore.Concat(description));
    }

    private static void Describe(DataViewSchema.Annotations.Builder builder, uint set, bool areSets, string valueKind)
    {
        builder.Add(Kinds.ScoreColumnSetId, ScoreColumnSetIdType, (ref uint value) => value = set);
        AddText(
            builder, Kinds.ScoreColumnKind, areSets ? MultiLabelKind : Const.ScoreColumnKind.MulticlassClassification);
        AddText(builder, Kinds.ScoreValueKind, valueKind);
    }

    private static void AddText(DataViewSchema.Annotations.Builder builder, string kind, string text) =>
        builder.Add(kind, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
}
